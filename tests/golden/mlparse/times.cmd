mlparse -c 'ts=.t n=.n'
# status: 3
