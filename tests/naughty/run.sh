#!/bin/sh
# run.sh BIN - strings that break programs, from JSON through mlparse into each form and
# back, in every place of a field, exact.  The strings and what TSV must hold of them are
# Python's work (make_strings.py); NUL is U+FFFD in all forms, empty is missing.
LC_ALL=C TZ=UTC; export LC_ALL TZ
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$PATH
strings=$here/../data/naughty
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0

# same WHAT: out is what was wanted, row by row; every string counts.
same()
{
	bad=$(awk -v what="$1" '
		NR == FNR { want[FNR] = $0; n = FNR; next }
		$0 != want[FNR] && bad++ < 3 {
			print "--- " what ": string " FNR - 1 ": " substr($0, 1, 200) > "/dev/stderr"
		}
		END {
			if (FNR != n)
				print "--- " what ": " FNR " lines, not " n > "/dev/stderr"
			print bad + (FNR != n)
		}' wanted out)
	failed=$((failed + bad))
	passed=$((passed + count - bad))
}

count=$(wc -l < "$strings/strings.json")
sed 's/.*/{"id":&,"model":&,"label":&,"own":&,"c":&}/' "$strings/strings.json" |
	awk '{ sub(/}$/, ",\"n\":" NR "}"); print }' > log
awk -v OFS='\t' 'BEGIN { print "id", "model", "label", "own", "n", "c_x" }
	{ print $0, $0, $0, $0, NR, $0 }' "$strings/strings.tsv" > wanted
columns='id=.id model=.model label=.label own=.own n=.n c_x=.c'
back='id=id model=model label=label own=own n=n c_x=c_x'
mlparse -q -i ndjson -c "$columns" log > out
same 'ndjson to tsv'
for form in tsv csv ndjson; do
	mlparse -q -i ndjson -c "$columns" -o $form log > "first.$form"
	for guessed in "-i $form" '-i auto'; do
		# shellcheck disable=SC2086
		mlparse -q $guessed -c "$back" "first.$form" > out
		same "$form and back ($guessed)"
	done
	# Through every other form as well, and through gzip.
	for next in tsv csv ndjson; do
		gzip -1 < "first.$form" | mlparse -q -i $form -c "$back" -o $next |
			mlparse -q -i $next -c "$back" > out
		same "$form, $next and back"
	done
	# Reading its own output changes nothing any more.
	mlparse -q -i $form -c "$back" -o $form "first.$form" > again
	if cmp -s again "first.$form"; then
		passed=$((passed + 1))
	else
		echo "--- $form is not the same when it is read and written again"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
