mlparse -c 'id=.id' --max-bad=1
# status: 3
