# Rows dealt out to three parts, sorted and merged: the table of one run, bit for bit.
options='-m n,labelled,accuracy,auroc,log_loss,mean(x),sd(x),sum(x),min(x),p50(x),distinct(x),mode(x) -g model'
mlmetric -q $options --totals --ci here/merge.in > one
for i in 0 1 2; do
	awk -v i="$i" 'NR == 1 || NR % 3 == i' here/merge.in |
		mlmetric --task=binary $options -q --partial > "part.$i"
done
sort part.? | gzip | mlmetric --merge --totals --ci | diff one - &&
	mlmetric --merge --partial part.2 part.0 | mlmetric --merge --totals --ci part.1 - | diff one - &&
	cat one
