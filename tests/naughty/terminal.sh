#!/bin/sh
# terminal.sh BIN - no byte of a log, of a name or of the command line that a terminal
# obeys reaches standard error, nor standard output when it is a terminal.
LC_ALL=C TZ=UTC TERM=xterm NO_COLOR=1; export LC_ALL TZ TERM NO_COLOR
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$bin/torture:$PATH
strings=$here/../data/naughty
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0

# seen WHAT FILE: FILE is not empty and can be looked at.
seen()
{
	if [ -s "$2" ] && visible < "$2" > bad; then
		passed=$((passed + 1))
	else
		echo "--- $1: $(wc -c < "$2") bytes; $(head -n 3 bad)"
		failed=$((failed + 1))
	fi
}

# The checker must cry out: a planted byte of each kind.
for byte in '\000' '\001' '\r' '\033' '\177' '\302\200' '\302\237' '\330\234' '\342\200\216' \
	'\342\200\256' '\342\200\250' '\342\201\247' '\233' '\377' '\303(' ; do
	# shellcheck disable=SC2059
	if printf "a\tb\n$byte" | visible > bad; then
		echo "--- visible does not see $byte"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
done

# A table is as wide as its widest cell: the long ones are left out.
awk 'length < 300' "$strings/strings.json" | sed 's/.*/{"id":&,"model":&,"label":&,"pred":&,"own":&,"c":&}/' > log
columns='id=.id model=.model label=.label pred=.pred own=.own c_x=.c'
for form in tsv csv ndjson table; do
	onpty mlparse -q -c "$columns" -o $form log > out
	seen "mlparse -o $form" out
done
onpty mlparse --explain log > out 2> err
seen 'mlparse --explain' out
mlparse -q -c "$columns" log > log.tsv
for view in '' --report --confusion '-o tsv' '-o csv' '-o ndjson'; do
	# shellcheck disable=SC2086
	onpty mlmetric -q $view --task=multiclass log.tsv > out
	seen "mlmetric $view" out
done
onpty mlmetric -g model -m n,accuracy log.tsv > out 2> err
seen 'mlmetric -g' out

# Standard error: bad lines in each format, names of columns, values that are refused.
{ cat "$strings/strings.tsv"; printf '\377\376\200\n\033[31m\n'; } > raw
for format in ndjson logfmt 'regex -e ^(?<id>[0-9]{99})$'; do
	# Five of a kind are shown, so a few lines at a time.
	split -l 4 raw part.
	for part in part.*; do
		# shellcheck disable=SC2086
		mlparse -i $format -c 'id=id' "$part" > out 2>> err.bad
	done
	seen "bad lines of ${format%% *}" err.bad
	rm -f part.* err.bad
done
awk 'NR > 1 { printf "%s", (NR > 2 ? "\t" : "") } NR > 1 { printf "%s", substr($0, 1, 60) } NR == 60 { print ""; exit }' \
	raw > header
mlparse -v header > out 2> err
seen 'names of a header' err
mlmetric -m 'mean(nothing)' header > out 2> err
seen 'names of a header, mlmetric' err
mlmetric -v -g model -m n --fail-if 'n>0' log.tsv > out 2> err
seen 'groups that fail' err
awk 'length < 300' raw | split -l 4 - part.
for part in part.*; do
	{ printf 'score\tlabel\n'; sed 's/$/	1/' "$part"; } | mlmetric --task=binary > out 2>> err.values
done
seen 'values that are refused' err.values

# mldrift: strings as names of columns, as categories and as groups that jump, in each
# form; and what it says of them.
awk 'length < 60 && !(NR % 9) { name[n++] = "\"c" NR " " substr($0, 2) }
	END {
		for (row = 0; row < 60; row++)
			for (i = 0; i < n; i++)
				printf "%s%s:%d%s", (i ? "," : "{"), name[i],
					(row * 7 + i * row) % 11 + (row > 40) * 90, (i < n - 1 ? "" : "}\n")
	}' "$strings/strings.json" > named
awk 'BEGIN { print "model\tlabel\tn" } !(NR % 7) && length < 80 { name[++names] = $0 }
	END {
		for (row = 0; row < 40; row++)
			for (i = 1; i <= names; i++)
				print name[i] "\t" name[(i + row) % names + 1] "\t" (row * 7) % 11 + (row > 20) * 90
	}' raw > groups.tsv
head -n 21 named > calm
# drift WHAT ARGUMENT...
drift()
{
	what=$1
	shift
	for form in tsv csv ndjson table; do
		onpty mldrift "$@" -o $form > out 2> err
		seen "mldrift, $what -o $form" out
	done
}
drift 'names of columns' -m psi,ks -r calm named
drift 'names that are why' -m mad --why=all -r calm named
drift 'a name that is watched' -m page_hinkley --set threshold=5 -f c9__ named
drift 'groups compared' -m psi -f n,label --categorical=label -g model -r groups.tsv groups.tsv
drift 'groups scored' -m mad -f n -g model -r groups.tsv groups.tsv
drift 'groups watched' -m cusum --set threshold=2 -f n -g model groups.tsv
mldrift -q -m mad --fit=named.model calm
mldrift -q -m psi --fit=named.profile calm
awk 'length < 80 && !(NR % 9)' raw > names
{
	mldrift -v -m mad -r calm log.tsv
	mldrift -v --model=named.model log.tsv
	mldrift -v -m psi -r named.profile log.tsv
	mldrift -v -m psi -g model -r log.tsv groups.tsv
	mldrift -v -m psi -f n --max-groups=2 -g model -r groups.tsv groups.tsv
	mldrift -v -m cusum log.tsv
	mldrift -v -i tsv -m cusum -f x header
	while IFS= read -r name; do
		mldrift -m psi -f "$name,x" -g "$name" -r calm calm
		mldrift -m "$name" --set="$name=1" calm
		mldrift -m cusum --set="$name=1" --state="no/$name" calm
		mldrift --model="$name" --reference="$name" calm
		mldrift --model="$name" calm
		mldrift -m psi -r calm "$name"
	done < names
} > out 2> err.drift
seen 'mldrift, standard error' err.drift

# The command line: options, columns, paths, conditions, files.
grep '[^ -~]' raw | sed 's/^\(.\{400\}\).*/\1/' | awk '!(NR % 2)' > some
head -n 3 log > few; head -n 3 log.tsv > few.tsv
{ while IFS= read -r string; do
	mlparse "$string" "x $string" < /dev/null
	mlparse "--$string" < /dev/null
	mlparse -c "x=.a$string" --where "$string" -z "$string" few
	mlmetric -m "$string" -g "$string" few.tsv
done < some; } > out 2> err.line
seen 'the command line' err.line
cp log "$(printf 'a\033[31m\302\233\342\200\256\n\377')"
{
	mlparse -c 'id=.id.x.[' ./a*
	mlparse --strict -c 'ts=.id' --rejects=./"$(printf 'no\033/x')" ./a*
	mlparse -c 'ts=.id' ./a* -O ./"$(printf 'no\033/x')"
	mlparse -c 'ts=.id' --strict ./a*
} > out 2> err
seen 'names of files' err
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
