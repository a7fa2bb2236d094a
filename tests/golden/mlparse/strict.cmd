mlparse --strict -c 'id=.id'
# status: 3
