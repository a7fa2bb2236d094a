# nothing that one knows: every field
mlparse
# status: 2
