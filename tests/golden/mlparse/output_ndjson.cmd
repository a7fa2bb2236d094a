mlparse -q -o ndjson -c 'id=.id score=.score note=.note'
