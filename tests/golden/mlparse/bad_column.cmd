mlparse -i csv -c 'model=modle'
# status: 2
