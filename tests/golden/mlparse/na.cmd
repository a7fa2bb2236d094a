mlparse -q --na=- -c 'id=.id score=.score'
