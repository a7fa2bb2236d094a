mlparse
