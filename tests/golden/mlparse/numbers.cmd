# ids stay text; a number beyond double is no score
mlparse -c 'id=.id score=.score'
# status: 3
