mldrift --max-reference=0
# status: 2
