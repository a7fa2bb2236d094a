mlmetric -q -g model,region -m n,accuracy --totals
