mlparse -c 'last=.output.probabilities[-1] none=.output.probabilities[5] odd=."odd key" first=.truth//.label v:=fraud-v3'
