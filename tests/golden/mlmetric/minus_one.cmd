# Nearly all labels are 1; the others are no mistakes.
mlmetric -m n,tp,fp,tn,fn
