# f, p and c spread objects and arrays; a new key later makes a new header
mlparse -c 'model=.model.name f=.features p=.output.probabilities'
