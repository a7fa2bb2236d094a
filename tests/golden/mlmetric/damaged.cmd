# a damaged log: the metrics of what is sound, and status 3
mlmetric -q -m n,auroc data/damaged/trunc_half.gz
# status: 3
