mlparse -q -o table -c 'id=.id score=.score note=.note'
