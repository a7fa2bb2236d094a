# results of run.sh -> a table of medians, in the order of first appearance.
function median(list, n,    value, i, j, t)
{
	split(list, value, " ")
	for (i = 2; i <= n; i++) {
		t = value[i] + 0
		for (j = i - 1; j > 0 && value[j] + 0 > t; j--)
			value[j + 1] = value[j]
		value[j + 1] = t
	}
	return n % 2 ? value[(n + 1) / 2] : (value[n / 2] + value[n / 2 + 1]) / 2
}
NR == 1 { floor = $2 }
{
	split($3, took, " ")
	if (!($2 in n))
		order[++works] = $2
	n[$2]++
	if ($2 == floor)
		least[$1] = took[1]
	seconds[$2] = seconds[$2] " " took[1]
	cpu[$2] = cpu[$2] " " took[2]
	mib[$2] = mib[$2] " " took[3]
	ratio[$2] = ratio[$2] " " took[1] / least[$1]
	bytes[$2] = $4
}
END {
	printf "%-32s %9s %9s %9s %9s %9s\n", "", "seconds", "MB/s", "CPU s", "MiB", "ratio"
	for (i = 1; i <= works; i++) {
		w = order[i]
		s = median(seconds[w], n[w])
		printf "%-32s %9.3f %9.0f %9.3f %9.1f %9.2f\n", w, s, bytes[w] / s / 1e6,
			median(cpu[w], n[w]), median(mib[w], n[w]), median(ratio[w], n[w])
	}
	print "ratio: to " floor " of the same round"
}
