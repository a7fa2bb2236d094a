mlparse -q -c 'id=.id' >&-
# status: 2
