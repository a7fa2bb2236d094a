#!/bin/sh
# run.sh BIN - damaged gzip files through mlparse, by name and by standard input, held
# against table.tsv: sound rows out, no torn ones, one message that says where, the
# exit status, and counts that add up.
LC_ALL=C TZ=UTC; export LC_ALL TZ
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$PATH
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$here/../data/damaged" || exit 2
columns='ts=.ts id=.id model=.model score=.score label=.label latency_ms=.latency_ms'
sed 1d rows.tsv > "$work/rows"
passed=0 failed=0

# complain TEXT: about the run at hand.
complain()
{
	echo "--- $name $options: $1"
	good=
}

# adds_up FILE: rows in = rows out + rejected + filtered, in the JSON of --summary.
adds_up()
{
	tr ',{}' '[\n*]' < "$1" | awk -F '[": ]+' '
		$2 ~ /^(rows_in|rows_out|rejected|filtered)$/ && $3 ~ /^[0-9]+$/ { n[$2] = $3; seen++ }
		END { exit seen != 4 || n["rows_in"] != n["rows_out"] + n["rejected"] + n["filtered"] }'
}

# judge STATUS: $work/out and $work/err against $first $last $all $status $message.
judge()
{
	good=yes
	sed 1d "$work/out" > "$work/got"
	lines=$(wc -l < "$work/got")
	[ "$1" -eq "$status" ] || complain "status $1, not $status"
	[ "$all" = - ] || [ "$lines" -eq "$all" ] || complain "$lines rows, not $all"
	head -n "$first" "$work/rows" > "$work/want"
	head -n "$first" "$work/got" | cmp -s - "$work/want" || complain "the first $first rows differ"
	tail -n "$last" "$work/rows" > "$work/want"
	tail -n "$last" "$work/got" | cmp -s - "$work/want" || complain "the last $last rows differ"
	if [ "$message" = - ]; then
		[ ! -s "$work/err" ] || complain "not silent: $(head -n 1 "$work/err")"
	else
		grep -Eq "$message" "$work/err" || complain "no such message: $message: $(cat "$work/err")"
	fi
	adds_up "$work/summary" || complain "counts do not add up: $(cat "$work/summary")"
	if [ "$good" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
}

tab=$(printf '\t')
grep -v '^#' "$here/table.tsv" | tr "$tab" '|' > "$work/table"
while IFS='|' read -r name options first last all status message <&3; do
	for way in file stdin threads; do
		set -- mlparse -c "$columns" --summary="$work/summary"
		[ -z "$options" ] || set -- "$@" "$options"
		rm -f "$work/summary"
		case $way in
		file) "$@" "$name.gz" > "$work/out" 2> "$work/err" ;;
		stdin) "$@" < "$name.gz" > "$work/out" 2> "$work/err" ;;
		threads) "$@" --threads=1 "$name.gz" > "$work/out" 2> "$work/err" ;;
		esac
		judge $?
	done
done 3< "$work/table"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
