mlparse -c 'best=argmax(.output.probabilities) top=max(.output.probabilities) n=len(.output.probabilities) chars=len(.region) keys=len(.features)'
