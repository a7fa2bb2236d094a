mlparse -c 'id=.id' --validate
# status: 3
