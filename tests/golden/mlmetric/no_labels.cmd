# A fresh log, whose labels come later: what can be said is.
mlmetric
cut -f1-3 here/no_labels.in | mlmetric
sed 's/$/\t/; 1s/\t$/\tlabel/' here/no_labels.in | mlmetric
