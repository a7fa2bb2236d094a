#!/bin/sh
# run.sh BIN [FILE.fig...] - the figures that others published or scikit-learn computed
# for the real logs in tests/data/logs.  A .fig is commands ("$ mlparse ... | mlmetric
# ...", to which -o tsv is added), each with its figures; compare.awk says how.
# mlmetric's exit status must be 0; of mldrift 1 is an answer, too.  Commands may keep
# files in $work.
LC_ALL=C TZ=UTC; export LC_ALL TZ
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
shift
[ $# -gt 0 ] || set -- "$here"/*.fig
PATH=$bin:$PATH
work=$(mktemp -d) || exit 2
export work
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$here/../data/logs" || exit 2

passed=0 failed=0
for file in "$@"; do
	sed -n 's/^\$ //p' "$file" > "$work/commands"
	n=0
	: > "$work/results"
	while IFS= read -r command; do
		n=$((n + 1))
		sh -c "$command -o tsv" < /dev/null > "$work/$n.tsv" 2> "$work/err"
		status=$?
		case $command in
		*'| mldrift '*) [ "$status" -ne 1 ] || status=0 ;;
		esac
		if [ "$status" -ne 0 ]; then
			echo "--- $command"
			head -n 5 "$work/err"
			failed=$((failed + 1))
		fi
		printf '%s\t%s\n' "$n" "$work/$n.tsv" >> "$work/results"
	done < "$work/commands"
	awk -f "$here/compare.awk" "$work/results" "$file" > "$work/said"
	sed '$d' "$work/said"
	sum=$(sed -n '$p' "$work/said")
	passed=$((passed + ${sum% *})) failed=$((failed + ${sum#* }))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
