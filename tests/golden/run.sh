#!/bin/sh
# run.sh [--update] BIN [CASE...] - runs each tests/golden/<tool>/<case>.cmd and
# compares standard output, standard error and exit status with what is kept.
#
# A .cmd is shell text; its last line may say "# status: N" (else 0).  It runs in
# an empty folder where "data" leads to tests/data and "here" to the case's own
# folder, with the programs of BIN first in PATH.  Standard input is <case>.in, if
# there is one.  <case>.out and <case>.err hold what must come out; a file that is
# not there means nothing.
LC_ALL=C TZ=UTC; export LC_ALL TZ
unset NO_COLOR COLUMNS

update=
if [ "$1" = --update ]; then
	update=yes
	shift
fi
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
shift
[ $# -gt 0 ] || set -- "$root"/tests/golden/*/*.cmd
PATH=$bin:$PATH; export PATH

# nohup leaves SIGHUP ignored, which no shell can undo.
undo=
! env --default-signal=HUP true 2> /dev/null || undo='env --default-signal=HUP'

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# keep ACTUAL KEPT: makes KEPT what came out; nothing is kept for nothing.
keep()
{
	if [ -s "$1" ]; then
		cp "$1" "$2"
	else
		rm -f "$2"
	fi
}

# same ACTUAL KEPT NAME: shows how they differ.
same()
{
	[ -f "$2" ] || set -- "$1" /dev/null "$3"
	cmp -s "$1" "$2" && return 0
	echo "--- $3 (- kept, + came out)"
	diff "$2" "$1" | sed -n 's/^</-/p; s/^>/+/p' | head -n 20
	return 1
}

run()
{
	base=${1%.cmd}
	name=${base#"$root"/tests/golden/}
	input=/dev/null
	[ ! -f "$base.in" ] || input=$base.in
	wanted=$(sed -n '$s/^# status: //p' "$1")
	rm -rf "$work/dir" && mkdir "$work/dir"
	ln -s "$root/tests/data" "$work/dir/data"
	ln -s "${base%/*}" "$work/dir/here"
	# shellcheck disable=SC2086
	(cd "$work/dir" && exec $undo sh "$1") < "$input" > "$work/out" 2> "$work/err"
	status=$?
	if [ "$update" ]; then
		keep "$work/out" "$base.out"
		keep "$work/err" "$base.err"
		sed '/^# status: [0-9]*$/d' "$1" > "$work/cmd"
		[ "$status" -eq 0 ] || echo "# status: $status" >> "$work/cmd"
		cmp -s "$work/cmd" "$1" || cp "$work/cmd" "$1"
		return 0
	fi
	good=0
	same "$work/out" "$base.out" "$name: standard output" || good=1
	same "$work/err" "$base.err" "$name: standard error" || good=1
	if [ "$status" -ne "${wanted:-0}" ]; then
		echo "--- $name: status $status, not ${wanted:-0}"
		good=1
	fi
	return $good
}

passed=0 failed=0
for case in "$@"; do
	case $case in
	/*) ;;
	*) case=$PWD/$case ;;
	esac
	[ -f "$case" ] || continue
	if run "$case"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done
# A result without a case would never be looked at.
for kept in "$root"/tests/golden/*/*.out "$root"/tests/golden/*/*.err "$root"/tests/golden/*/*.in; do
	if [ -f "$kept" ] && [ ! -f "${kept%.*}.cmd" ]; then
		echo "--- $kept belongs to no case"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
