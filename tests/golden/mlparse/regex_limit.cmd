# a line that reaches the limit is not a line that does not match
mlparse --match-limit=1000 --no-jit -e '^(?<x>(a+)+)\d$'
# status: 3
