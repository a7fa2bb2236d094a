mlparse --utf8=reject -c 'id=.id'
# status: 3
