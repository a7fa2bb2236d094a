# a score beyond 0 to 1 and a label that is no number
mlmetric --max-bad=90% --task=binary -m n,auroc,brier
