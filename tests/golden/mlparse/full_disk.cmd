mlparse -q -c 'id=.id' > /dev/full
# status: 2
