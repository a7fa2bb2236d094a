mlmetric -q -g model --fail-if 'accuracy<0.6' -m n,accuracy
# status: 1
