mlparse -q -c 'id=.id'
