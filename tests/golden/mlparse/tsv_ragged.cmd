mlparse -i tsv
# status: 3
