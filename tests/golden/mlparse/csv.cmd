mlparse -i csv -c 'model=model pred=pred note=note'
