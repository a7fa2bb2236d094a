# one class only: empty, and -v says why
mlmetric -v -g model -m n,auroc,mcc,f1
