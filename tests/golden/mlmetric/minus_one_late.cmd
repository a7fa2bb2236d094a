mlmetric -q --task=binary --positive=2 -m n,tp,fp,tn,fn
