mlparse -i tsv -c 'model=model note=note'
