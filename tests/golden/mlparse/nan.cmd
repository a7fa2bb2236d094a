mlparse -c 'id=.id score=.score'
