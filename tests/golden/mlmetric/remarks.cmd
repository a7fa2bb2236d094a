# -v says what is to be known about values, too.
mlmetric -v -m 'n,precision,sum(x),p50(x)' here/remarks.in
seq 65537 | sed '1i x' | mlmetric -v -m 'p50(x),distinct(x)'
awk 'BEGIN { print "label\tscore"; for (i = 0; i < 1048577; i++) printf "%d\t%.9f\n", i % 2, i / 1048577 }' |
	mlmetric -v -m 'auroc,average_precision'
