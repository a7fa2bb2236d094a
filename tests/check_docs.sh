#!/bin/sh
# check_docs.sh BIN - what the programs say of themselves stands in their man pages,
# and nothing else: options of --help, metrics of --list-metrics, reasons and formats.
# Every program has its page, golden cases, and a line in the README.
LC_ALL=C; export LC_ALL
bin=$(cd "$1" && pwd) || exit 2
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# good WHAT: counts what the last command answered.
good()
{
	if [ $? -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "--- $1"
	fi
}

# same WHAT LEFT RIGHT: two sorted lists.
same()
{
	diff "$2" "$3" > "$work/diff"
	good "$1 (< program, > page)"
	sed -n '/^[<>]/p' "$work/diff"
}

# Letters and long names, "-c --columns", one option a line.
help_options()
{
	"$1" --help | sed -n 's/^  \(-[^ ,-]\), --\([a-z0-9-]*\).*/\1 --\2/p
		s/^      --\([a-z0-9-]*\).*/--\1/p' | sort
}

page_options()
{
	sed -n 's/^\.It Fl \([^ -]\) , Fl -\([a-z0-9-]*\).*/-\1 --\2/p
		s/^\.It Fl -\([a-z0-9-]*\).*/--\1/p' "$@" | sort
}

for tool in tools/*.c; do
	tool=${tool#tools/}
	tool=${tool%.c}
	case $tool in
	*_*) continue ;;
	esac
	page=man/$tool.1
	[ -f "$page" ]
	good "$tool has no page"
	set -- tests/golden/"$tool"/*.cmd
	[ -f "$1" ]
	good "$tool has no golden cases"
	grep -q "^| *.$tool" README.md
	good "$tool has no line in README.md"
	"$bin/$tool" --version | grep -q "^$tool (mltools) [0-9]"
	good "$tool --version"
	help_options "$bin/$tool" > "$work/program"
	[ -s "$work/program" ]
	good "$tool --help shows no options"
	# What all programs share stands once, in mltools.7.
	page_options "$page" man/mltools.7 > "$work/page"
	same "$tool: options" "$work/program" "$work/page"
done
if [ -x "$bin/mlmetric" ]; then
	"$bin/mlmetric" --list-metrics | sed '1d' | cut -d ' ' -f 1 | sort > "$work/program"
	sed -n '/^\.Sh METRICS/,/^\.Sh [^M]/s/^\.It Cm \([^ ]*\).*/\1/p' man/mlmetric.1 |
		sort > "$work/page"
	[ -s "$work/program" ]
	good "mlmetric --list-metrics is empty"
	same "mlmetric: metrics" "$work/program" "$work/page"
fi
# The keys that mlparse guesses from.
awk '/rows\[\] = \{/ || /_keys\[\] =/ && !/request_keys/ { on = 1 }
	on { while (match($0, /"[^"]*"/)) {
		print substr($0, RSTART + 1, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH) } }
	/;$/ { on = 0 }' libcommon/guess.c | tr ' ' '\n' | sed '/^$/d' | sort -u > "$work/program"
sed -n '/^\.Sh GUESSED/,/^\.El/p' man/mlparse.1 | sed '/^\./d' | tr -d ',' | tr ' ' '\n' | sort -u |
	comm -12 "$work/program" - > "$work/page"
[ -s "$work/program" ]
good "no keys found in guess.c"
same "mlparse: guessed keys" "$work/program" "$work/page"
for page in man/*.[157]; do
	mandoc -T lint -W warning "$page" > "$work/lint"
	good "$page: mandoc -T lint"
	cat "$work/lint"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
