mlparse -i csv -c 'model=model pred=pred'
# status: 3
