# -v says what is to be known about values, too.
mlmetric -v -m 'n,precision,sum(x),p50(x)' here/remarks.in
seq 65537 | sed '1i x' | mlmetric -v -m 'p50(x),distinct(x)'
awk 'BEGIN { print "label\tscore"; for (i = 0; i < 1048577; i++) print i % 2 "\t" i / 1048576 }' |
	mlmetric -v -m 'auroc,average_precision'
