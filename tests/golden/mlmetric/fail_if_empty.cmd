# no answer is no pass
mlmetric -q -g model -m n,auroc --fail-if 'auroc<0.5' < here/no_answer.in
# status: 1
