mlparse -i csv
# status: 3
