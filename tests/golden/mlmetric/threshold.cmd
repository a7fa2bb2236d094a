mlmetric -q --threshold=0.65 -m tn,fp,fn,tp
