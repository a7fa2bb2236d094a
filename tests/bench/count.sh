#!/bin/sh
# count.sh BIN BENCH - counts instructions per byte of input by valgrind's callgrind, so
# that a regression shows on a machine too noisy for clocks, and holds them against the
# bounds in COUNT.md.  Each work runs over 2,000 and 12,000 lines (records: 20,000 and
# 220,000), and the difference counts: what starts and ends a program is left out.
# Fails when a bound is exceeded.
LC_ALL=C; export LC_ALL
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
bench=$(cd "$2" && pwd) || exit 2
command -v valgrind > /dev/null 2>&1 || { echo "not installed: valgrind"; exit 2; }
# shellcheck source=/dev/null
. "$here/settings.sh"
: "${columns:?}" "${pattern:?}" "${windows:?}"
mkdir -p "$bench/count" && cd "$bench/count" || exit 2

# instructions COMMAND...
instructions()
{
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 > /dev/null |
		sed -n 's/.*Collected : //p'
}

# count NAME FILE COMMAND...: runs COMMAND on FILE.few and FILE.many.
count()
{
	name=$1 file=$2
	shift 2
	few=$(instructions "$@" "$file.few") && many=$(instructions "$@" "$file.many") || exit 2
	bytes=$(($(wc -c < "$file.many") - $(wc -c < "$file.few")))
	bound=$(sed -n "s/^| $name | *[0-9.]* | *\([0-9.]*\) |\$/\1/p" "$here/COUNT.md")
	awk -v name="$name" -v n="$((many - few))" -v bytes="$bytes" -v bound="$bound" 'BEGIN {
		printf "%-24s %6.2f of %s\n", name, n / bytes, bound ? bound : "no bound"
		exit bound == "" || n / bytes > bound
	}' || over=1
}

over=
for form in json logfmt csv nginx; do
	"$bench/generate" $form 2000 > $form.few && "$bench/generate" $form 12000 > $form.many ||
		exit 2
done
# What only starts, as the first scores of a group do, is not to be counted.
"$bench/generate" json 220000 | "$bin/mlparse" -q -c "$columns" > records.many || exit 2
head -n 20001 records.many > records.few || exit 2
echo "instructions per byte of input:"
count 'mlparse -c' json "$bin/mlparse" -q -c "$columns"
count 'mlparse, guessed' json "$bin/mlparse" -q
count 'mlparse -i logfmt' logfmt "$bin/mlparse" -q -i logfmt
count 'mlparse -i csv' csv "$bin/mlparse" -q -i csv
count 'mlparse -e' nginx "$bin/mlparse" -q -e "$pattern"
count 'mlmetric -g model' records "$bin/mlmetric" -q -g model
count 'mlwindow -w 5m' records "$bin/mlwindow" -q -w 5m -m "$windows"
[ ! "$over" ] || { echo "more than COUNT.md allows"; exit 1; }
