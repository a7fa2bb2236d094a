# Rows dealt out to three parts, sorted and merged: the table of one run.
mlwindow -q -w 10m --slide 5m -g model -m 'n,auroc,mean(latency_ms),p50(latency_ms),rate' --fill here/tumbling.in > one
for i in 0 1 2; do
	awk -v i="$i" 'NR == 1 || NR % 3 == i' here/tumbling.in |
		mlwindow -w 10m --slide 5m -g model --task=binary -m 'n,auroc,mean(latency_ms),p50(latency_ms),rate' --fill -q --partial > "part.$i"
done
sort part.? | gzip | mlwindow --merge | diff one -
mlwindow --merge --partial part.0 part.2 | mlwindow --merge part.1 - | diff one - && cat one
