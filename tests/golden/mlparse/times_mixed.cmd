mlparse -q -c 'ts=.ts'
# status: 3
