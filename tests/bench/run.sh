#!/bin/sh
# run.sh BIN BENCH LINES ROUNDS [ONLY] - measures the programs in BIN, and the peers that
# are installed, on a generated log (works.tsv says how), in turn, ROUNDS times; ONLY is
# an awk pattern for names of works.  BIN-zlib has the programs without ISA-L, if anything.
# BENCH holds generate, measure and startup, and keeps the logs.  Prints medians: seconds,
# MB/s of the raw log, CPU seconds of all processes, peak MiB of the largest one, and the
# ratios of seconds and CPU seconds to the floor of the same round; then what goals.tsv
# asks, and how long programs take on no input at all.
LC_ALL=C; export LC_ALL
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
bench=$(cd "$2" && pwd) || exit 2
lines=$3 rounds=$4 only=${5:-.}
PATH=$bin:$bench/links:$PATH
# The commands of works.tsv see these.
# shellcheck source=/dev/null
. "$here/settings.sh"
: "${columns:?}" "${pattern:?}" "${windows:?}"
export PATH here
mkdir -p "$bench/links" "$bench/$lines" && cd "$bench/$lines" || exit 2
for program in mlparse mlmetric; do
	rm -f "$bench/links/$program-zlib"
	[ ! -x "$bin-zlib/$program" ] || ln -s "$bin-zlib/$program" "$bench/links/$program-zlib"
done

# The chosen rows of works.tsv, the floor in any case.
works()
{
	grep -v '^#' "$here/works.tsv" | awk -F '\t' -v only="$only" 'NR == 1 || $1 ~ only'
}

have()
{
	for program in $1; do
		command -v "$program" > /dev/null 2>&1 || return 1
	done
}

# write NAME FORM LINES: the log NAME.gz and its raw size in NAME.size.
write()
{
	[ -f "$1.gz" ] && [ ! "$(find "$bench/generate" -newer "$1.gz")" ] && return 0
	echo "writing $3 lines of $2" >&2
	squeeze=gzip
	! have pigz || squeeze=pigz
	"$bench/generate" "$2" "$3" > "$1.raw" && wc -c < "$1.raw" > "$1.size" &&
		$squeeze -6 -n < "$1.raw" > "$1.new" && rm "$1.raw" && mv "$1.new" "$1.gz"
}

# The log of a work, and what it is made of.
provide()
{
	case $1 in
	tenth)
		write tenth json $((lines / 10)) ;;
	plain)
		[ "$(find plain -newer json.gz 2> /dev/null)" ] || gzip -dc json.gz > plain &&
			cp json.size plain.size ;;
	records)
		mlparse -q -c "$columns" json.gz > records && wc -c < records > records.size ;;
	*)
		write "$1" "$1" "$lines" ;;
	esac
}

# round N: appends "N name seconds cpu MiB bytes" for each work to the file results.
round()
{
	tab=$(printf '\t')
	works | while IFS=$tab read -r name form often needs command; do
		have "$needs" || continue
		[ "$often" = each ] || [ "$1" -eq 1 ] || continue
		took=$("$bench/measure" "$command" < /dev/null) || exit 2
		printf '%s\t%s\t%s\t%s\n' "$1" "$name" "$took" "$(cat "$form.size")"
	done
}

provide json || exit 2
for form in $(works | cut -f 2 | sort -u); do
	provide "$form" || exit 2
done
: > results
n=1
while [ "$n" -le "$rounds" ]; do
	echo "round $n of $rounds" >&2
	round "$n" >> results || exit 2
	n=$((n + 1))
done
echo "$lines lines, $(cat json.size) bytes raw, $(wc -c < json.gz) gzipped; $rounds rounds, $(nproc) cores"
awk -F '\t' -f "$here/table.awk" "$here/goals.tsv" results
works | cut -f 4 | tr ' ' '\n' | sort -u | while read -r program; do
	have "$program" || echo "not installed: $program"
done
printf '\nempty input (goal: 3 ms)\n'
"$bench/startup" 101 mlparse -q && "$bench/startup" 101 mlmetric -q &&
	"$bench/startup" 101 mlwindow -q -w 5m
