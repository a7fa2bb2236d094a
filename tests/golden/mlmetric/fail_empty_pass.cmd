mlmetric -q -g model -m n,auroc --fail-if 'auroc<0.5' --fail-empty=pass < here/no_answer.in
