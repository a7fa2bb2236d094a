#!/bin/sh
# examples.sh [--show] BIN FILE... - runs the examples of man pages and Markdown
# pages.  An example is a line "$ command" in a literal display (.Bd -literal, or a
# block fenced by ```console) and the lines below it: its output, standard error
# included.  Commands run in a folder that holds the logs of tests/data/logs and
# leads to tests/.  --show prints them with what came out instead of comparing.
LC_ALL=C TZ=UTC; export LC_ALL TZ
unset NO_COLOR COLUMNS

show=
if [ "$1" = --show ]; then
	show=yes
	shift
fi
root=$(cd "$(dirname "$0")/.." && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
shift
PATH=$bin:$PATH; export PATH
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Cuts FILE into $work/N.cmd and $work/N.out, N as in the text; prints how many.
cut_examples()
{
	awk -v work="$work" '
	function plain(s) {
		if (!mdoc)
			return s
		sub(/^\\&/, "", s)
		gsub(/\\\(aq/, "\047", s)
		gsub(/\\\(dq/, "\"", s)
		gsub(/\\\(ti/, "~", s)
		gsub(/\\\(ha/, "^", s)
		gsub(/\\\(ga/, "`", s)
		gsub(/\\-/, "-", s)
		gsub(/\\e/, "\\", s)
		return s
	}
	function start(s) {
		n++
		cmd = work "/" n ".cmd"
		out = work "/" n ".out"
		printf "%s\n", s > cmd
		printf "" > out
		more = s ~ /\\$/
	}
	BEGIN { mdoc = FILENAME !~ /\.md$/ }
	FNR == 1 { mdoc = FILENAME !~ /\.md$/ }
	mdoc ? /^\.Bd -literal/ : /^```console/ { inside = 1; cmd = ""; next }
	mdoc ? /^\.Ed/ : /^```/ { inside = 0; next }
	!inside { next }
	{ line = plain($0) }
	line ~ /^\$ / { start(substr(line, 3)); next }
	more { print line > cmd; more = line ~ /\\$/; next }
	cmd != "" { print line > out }
	END { print n + 0 }' "$1"
}

passed=0 failed=0
for file in "$@"; do
	rm -rf "$work" && mkdir "$work" "$work/dir" || exit 2
	ln -s "$root"/tests "$root"/tests/data/logs/* "$work/dir"
	n=$(cut_examples "$file")
	i=0
	while [ "$i" -lt "$n" ]; do
		i=$((i + 1))
		[ -z "$show" ] || sed '1s/^/$ /' "$work/$i.cmd"
		(cd "$work/dir" && exec sh "$work/$i.cmd") < /dev/null > "$work/got" 2>&1
		if [ "$show" ]; then
			cat "$work/got"
			echo
		elif cmp -s "$work/got" "$work/$i.out"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "--- $file: example $i (- shown, + came out)"
			sed 's/^/$ /' "$work/$i.cmd"
			diff "$work/$i.out" "$work/got" | sed -n 's/^</-/p; s/^>/+/p'
		fi
	done
done
[ -z "$show" ] || exit 0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
