mlmetric -q -g model --fail-if 'accuracy<0.1' -m n,accuracy
