mlparse -q -o csv -c 'id=.id note=.note'
