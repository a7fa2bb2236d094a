mlparse
# status: 2
