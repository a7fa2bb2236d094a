for a in macro micro weighted; do mlmetric -q --average=$a -m precision,recall,f1 here/multiclass.in; done
