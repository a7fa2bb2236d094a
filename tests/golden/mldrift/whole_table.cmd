# Every method of the table on inputs that have little to say: the status, the rows written
# but for the header, and what they say.  Never a crash, never silence about a column.
awk 'BEGIN { print "ts\tid\tpred\tlabel\tx\tc"; for (i = 0; i < 120; i++)
	printf "%d\tr%d\t%d\t%d\t%d\t%s\n", 1000000000 + i, i, i % 2, i % 3 == 0, i * 37 % 101, i % 2 ? "a" : "b" }' \
	> reference
: > empty
head -n 1 reference > header
head -n 2 reference > one
awk -F'\t' -v OFS='\t' 'NR > 1 { $3 = $4 = 1; $5 = 7; $6 = "a" } 1' reference > constant
awk -F'\t' -v OFS='\t' 'NR > 1 { $3 = $4 = $5 = $6 = "" } 1' reference > missing
awk -F'\t' -v OFS='\t' 'NR > 1 { $3 = $4 = $5 = $6 = "NaN" } 1' reference > nan
awk -F'\t' -v OFS='\t' 'NR > 1 { $5 = "oops" } 1' reference > texts

# said TABLE: of its rows those that are findings, and the reasons that they give.
said()
{
	awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ n++; found += $(at["drift"]) == 1 || $(at["anomaly"]) == 1 || $(at["level"]) == "drift" }
		at["reason"] && $(at["reason"]) != "" { said[$(at["reason"])] = 1 }
		END { printf "%d rows, %d found", n, found
			for (x in said) { m++; last = x }
			if (m == 1) printf ", %s", last; else if (m) printf ", %d reasons", m
			print "" }' "$1"
}
mldrift --list-methods | awk 'NR > 1 { print $1, $2 }' | while read -r method kind; do
	case $kind in
	rows) with='-r reference -f x,pred --why=none';;
	distributions) with='-r reference -f x,c';;
	streams) with='-f x,error';;
	esac
	case $method in
	*ddm* | hddm*) with='-f error';;
	esac
	for input in empty header one constant missing nan texts; do
		# shellcheck disable=SC2086
		mldrift -q -m "$method" $with "$input" > out 2> err
		printf '%s %s: status %d, ' "$method" "$input" $?
		if [ -s out ]; then said out; else echo "no table"; fi
	done
done
