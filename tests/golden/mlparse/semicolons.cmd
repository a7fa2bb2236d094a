mlparse -q
# status: 3
