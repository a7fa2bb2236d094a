#!/bin/sh
# rivals.sh BIN PYTHON - the damaged gzip files of table.tsv through other readers and ours:
# exit status, sound rows that come out of those before the damage and of those behind
# it, rows that the log never had (torn ones too), and the first line of what is said.
# Not a test: it fails only when nothing can be run.
LC_ALL=C TZ=UTC TERM=dumb; export LC_ALL TZ TERM
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
python=$2
PATH=$bin:$PATH
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
HOME=$work; export HOME # where lnav keeps what it has seen
cd "$here/../data/damaged" || exit 2
columns='when=.ts id=.id model=.model latency_ms=.latency_ms label=.label score=.score'
peers='gzip pigz mlr python lnav jq mlparse recover'

# Each prints the rows of FILE as JSON lines.
run_gzip() { gzip -dc "$1"; }
run_pigz() { pigz -dc "$1"; }
run_mlr() { mlr --gzin --ijsonl --ojsonl cat "$1"; }
run_python() { "$python" -c 'import gzip, sys
for line in gzip.open(sys.argv[1], "rt"): sys.stdout.write(line)' "$1"; }
run_lnav() { lnav -n "$1" < /dev/null; }
# The status that a script sees without pipefail.
run_jq() { gzip -dc "$1" | jq -c .; }
run_mlparse() { mlparse -o ndjson -c "$columns" "$1"; }
run_recover() { mlparse --recover -o ndjson -c "$columns" "$1"; }

# Its name in the table, with its release.
name_of()
{
	case $1 in
	gzip | pigz) "$1" --version 2>&1 | head -n 1 ;;
	mlr) mlr --version ;;
	python) "$python" -c 'import sys; print("Python gzip", sys.version.split()[0])' ;;
	lnav) lnav --version ;;
	jq) echo "gzip -dc | $(jq --version)" ;;
	mlparse) mlparse --version | head -n 1 ;;
	recover) echo 'mlparse --recover' ;;
	esac
}

installed()
{
	case $1 in
	recover) ;;
	python) "$python" -c '' 2> /dev/null ;;
	*) command -v "$1" > /dev/null 2>&1 ;;
	esac
}

# One spelling for all: no blanks, the keys of whole rows in order.
plain()
{
	sed 's/": /":/g; s/, "/,"/g; s/"when":/"ts":/' | awk '
		!/^{.*}$/ { print; next }
		{
			n = split(substr($0, 2, length($0) - 2), pair, ",")
			for (i = 2; i <= n; i++)
				for (k = i; k > 1 && pair[k - 1] > pair[k]; k--) {
					swap = pair[k]; pair[k] = pair[k - 1]; pair[k - 1] = swap
				}
			line = pair[1]
			for (i = 2; i <= n; i++)
				line = line "," pair[i]
			print "{" line "}"
		}'
}

# Each damaged file once: name, sound rows before the damage, and behind it.
awk -F '\t' '!/^#/ && $6 == 3 && $1 != "empty" {
	first[$1] = $2 == "--recover" && $3 < first[$1] ? first[$1] : first[$1] + (($2 == "") ? $3 : 0)
	last[$1] = $2 == "--recover" ? ($1 == "bad_hcrc" ? $3 : $4) : last[$1] + 0
	if (!seen[$1]++) order[++n] = $1
}
END { for (i = 1; i <= n; i++) print order[i], first[order[i]], last[order[i]] }' \
	"$here/table.tsv" > "$work/files"

# score FIRST LAST: of the rows in out, as "before behind false".
score()
{
	plain < "$work/out" | awk -v first="$1" -v last="$2" '
		NR == FNR { row[$0] = FNR; all = FNR; next }
		!($0 in row) { other++; next }
		seen[$0]++ { next }
		row[$0] <= first { before++; next }
		row[$0] > all - last { behind++ }
		END { print before + 0, behind + 0, other + 0 }' "$work/want" -
}

gzip -dc ok.gz | plain > "$work/want"
for peer in $peers; do
	if ! installed "$peer"; then
		echo "not installed: $peer"
		continue
	fi
	run_"$peer" ok.gz 2> /dev/null > "$work/out"
	if [ "$(score 1200 0)" != '1200 0 0' ]; then
		echo "cannot be compared: $peer ($(score 1200 0) of a sound file)"
		continue
	fi
	printf '\n%s\n' "$(name_of "$peer")"
	while read -r file first last <&3; do
		run_"$peer" "$file.gz" > "$work/out" 2> "$work/err" 3<&-
		status=$?
		# shellcheck disable=SC2046
		set -- $(score "$first" "$last")
		place=$(grep -Ec "$file.*gz byte|$file.*lines? [0-9]" "$work/err")
		printf '%-14s %3d  %4d of %4d  %4d of %4d  %5d  %-5s  %.70s\n' "$file" "$status" \
			"$1" "$first" "$2" "$last" "$3" "$([ "$place" -eq 0 ] || echo place)" \
			"$(sed '/columns: /d; /^Traceback/d; /^ /d; /^$/d; q' "$work/err" | sed '1!d')"
	done 3< "$work/files" | tee "$work/rows"
	awk '{ n++; zero += $2 == 0; before += $3; of += $5; behind += $6; behind_of += $8
		other += $9; place += $10 == "place" }
		END { printf "%-14s status 0 of %d: %d; before %d of %d; behind %d of %d; false %d; places %d\n",
			"in all", n, zero, before, of, behind, behind_of, other, place }' "$work/rows"
done
