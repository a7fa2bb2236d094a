#!/bin/sh
# run.sh BIN BENCH LINES ROUNDS - measures the programs in BIN, and the peers that are
# installed, on a generated log (works.tsv says how), in turn, ROUNDS times.  BENCH
# holds generate and measure, and keeps the logs.  Prints medians: seconds, MB/s of
# the raw log, CPU seconds, peak MiB of the largest process, and the ratio to the
# floor of the same round.
LC_ALL=C; export LC_ALL
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
bench=$(cd "$2" && pwd) || exit 2
lines=$3 rounds=$4
PATH=$bin:$PATH
# The commands of works.tsv see these.
# shellcheck source=/dev/null
. "$here/settings.sh"
: "${columns:?}" "${pattern:?}"
export PATH here
mkdir -p "$bench/$lines" && cd "$bench/$lines" || exit 2

have()
{
	for program in $1; do
		command -v "$program" > /dev/null 2>&1 || return 1
	done
}

# write FORM: the log FORM.gz and its raw size in FORM.size.
write()
{
	[ -f "$1.gz" ] && [ ! "$(find "$bench/generate" -newer "$1.gz")" ] && return 0
	echo "writing $lines lines of $1" >&2
	squeeze=gzip
	! have pigz || squeeze=pigz
	"$bench/generate" "$1" "$lines" > "$1.raw" && wc -c < "$1.raw" > "$1.size" &&
		$squeeze -6 -n < "$1.raw" > "$1.new" && rm "$1.raw" && mv "$1.new" "$1.gz"
}

# round N: appends "N name seconds cpu MiB bytes" for each work to the file results.
round()
{
	tab=$(printf '\t')
	grep -v '^#' "$here/works.tsv" | while IFS=$tab read -r name form often needs command; do
		have "$needs" || continue
		[ "$often" = each ] || [ "$1" -eq 1 ] || continue
		took=$("$bench/measure" "$command" < /dev/null) || exit 2
		printf '%s\t%s\t%s\t%s\n' "$1" "$name" "$took" "$(cat "$form.size")"
	done
}

for form in json logfmt csv nginx; do
	write $form || exit 2
done
[ "$(find json.log -newer json.gz 2> /dev/null)" ] || gzip -dc json.gz > json.log || exit 2
mlparse -q -c "$columns" json.gz > records && wc -c < records > records.size || exit 2
: > results
n=1
while [ "$n" -le "$rounds" ]; do
	echo "round $n of $rounds" >&2
	round "$n" >> results || exit 2
	n=$((n + 1))
done
echo "$lines lines, $(cat json.size) bytes raw, $(wc -c < json.gz) gzipped; $rounds rounds, $(nproc) cores"
awk -F '\t' -f "$here/table.awk" results
grep -v '^#' "$here/works.tsv" | cut -f 4 | tr ' ' '\n' | sort -u | while read -r program; do
	have "$program" || echo "not installed: $program"
done
