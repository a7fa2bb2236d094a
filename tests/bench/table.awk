# goals.tsv and results of run.sh -> a table of medians, in the order of first appearance,
# and one of the goals.
function median(list,    n, value, i, j, t)
{
	n = split(list, value, " ")
	for (i = 2; i <= n; i++) {
		t = value[i] + 0
		for (j = i - 1; j > 0 && value[j] + 0 > t; j--)
			value[j + 1] = value[j]
		value[j + 1] = t
	}
	return n % 2 ? value[(n + 1) / 2] : (value[n / 2] + value[n / 2 + 1]) / 2
}

# All that WORK gave of WHAT, each over what OTHER gave in the same round.
function figures(work, what, other,    list, i, value)
{
	for (i = 1; i <= rounds; i++) {
		if (!((i, work, what) in figure) || (other != "-" && !((i, other, what) in figure)))
			continue
		value = figure[i, work, what]
		if (other != "-")
			value /= figure[i, other, what]
		list = list " " value
	}
	return list
}

function show(work)
{
	printf "%-32s %9.3f %9.0f %9.3f %9.1f %9.2f %9.2f\n", work,
		median(figures(work, "seconds", "-")), median(figures(work, "MB/s", "-")),
		median(figures(work, "CPU", "-")), median(figures(work, "MiB", "-")),
		median(figures(work, "seconds", order[1])), median(figures(work, "CPU", order[1]))
}

function judge(goal,    part, list, value, met)
{
	split(goal, part, "\t")
	list = figures(part[1], part[2], part[3])
	if (list == "")
		return
	value = median(list)
	split(part[4], bound, " ")
	met = bound[1] == "<=" ? value <= bound[2] : value >= bound[2]
	printf "%-62s %9.2f %10s %s\n", part[1] ": " part[2] \
		(part[3] == "-" ? "" : " to " part[3]), value, part[4], met ? "" : "no"
}

FILENAME ~ /goals/ {
	if (!/^#/)
		goal[++goals] = $0
	next
}
{
	split($3, took, " ")
	if (!seen[$2]++)
		order[++works] = $2
	rounds = $1
	figure[$1, $2, "seconds"] = took[1]
	figure[$1, $2, "MB/s"] = $4 / took[1] / 1e6
	figure[$1, $2, "CPU"] = took[2]
	figure[$1, $2, "MB/CPU s"] = took[2] > 0 ? $4 / took[2] / 1e6 : 0
	figure[$1, $2, "MiB"] = took[3]
}
END {
	printf "%-32s %9s %9s %9s %9s %9s %9s\n", "", "seconds", "MB/s", "CPU s", "MiB", "ratio",
		"CPU ratio"
	for (i = 1; i <= works; i++)
		show(order[i])
	print "ratios: to " order[1] " of the same round"
	printf "\n%-62s %9s %10s\n", "", "reached", "goal"
	for (i = 1; i <= goals; i++)
		judge(goal[i])
}
