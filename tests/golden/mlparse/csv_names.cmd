# names that are no legal columns, and one that comes twice
mlparse -q -i csv -c 'x="a b" y=2nd'
# status: 2
