mlparse --validate -c 'id=.id score=.score'
# status: 3
