mlmetric -q -g model,model -m n
