mlmetric -q --positive=0 -m tn,fp,fn,tp,recall
