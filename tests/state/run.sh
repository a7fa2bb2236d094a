#!/bin/sh
# run.sh BIN - the state files of mlwindow and mldrift: hourly runs over a log that grows
# and is rotated give the rows of one run.  What the files hold after death and faults:
# torture/crash.sh.
LC_ALL=C TZ=UTC; export LC_ALL TZ
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$PATH; export PATH
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0

good()
{
	passed=$((passed + 1))
}

bad()
{
	failed=$((failed + 1))
	echo "--- $1"
}

# rows FIRST LAST: rows every 7 s; some late, one far ahead, two models, gaps.
rows()
{
	awk -v first="$1" -v last="$2" 'BEGIN {
		for (i = first; i <= last; i++) {
			t = 1717100000 + 7 * i + (i > 600 ? 7200 : 0)
			if (i % 97 == 13)
				t -= 900
			if (i == 444)
				t += 300000000
			printf "%d\t%s\t%d\t%d\t%s\n", t, i % 3 ? "a" : "b", i % 7 < 4, i % 5 < 3, \
				i % 11 ? i * i % 1009 : ""
		}
	}'
}
options='-q -i tsv -w 5m -g model -m n,accuracy,p50(x),delta(n) --ewma=accuracy:0.25 --fill'
header='ts	model	pred	label	x'
{
	echo "$header"
	rows 1 1000
} > all.tsv
# shellcheck disable=SC2086
mlwindow $options all.tsv > once 2> /dev/null

# window FILE...: a run over what is there, rows without their header to "out".
window()
{
	# shellcheck disable=SC2086
	mlwindow $options --state=state "$@" 2> err > piece || return
	sed 1d piece >> out
}

# same NAME: "out" and what is still open are the rows of one run.
same()
{
	name=$1
	shift
	# shellcheck disable=SC2086
	mlwindow $options --state=state --open "$@" 2> err | sed 1d >> out
	# The last window is partial either way; windows before it, only when shown open.
	sed 1d once | cut -f 1-9 > want
	cut -f 1-9 out > got
	if [ -s want ] && cmp -s want got; then
		good
	else
		bad "$name: not the rows of one run"
		diff want got | head -n 5
	fi
}

# A log that grows, torn in the middle of lines.
for step in 137 1000 5000 100000; do
	rm -f state out
	: > log.tsv
	size=$(wc -c < all.tsv)
	at=0
	while [ "$at" -lt "$size" ]; do
		at=$((at + step))
		head -c "$at" all.tsv > log.tsv
		[ "$at" -lt 30 ] || window log.tsv || bad "growing by $step: status $?: $(cat err)"
		[ "$step" -gt 500 ] || step=$((step * 2))
	done
	same "growing by $step" log.tsv
done

# Rotated, compressed, and a while in both forms.
rm -f state out
{ echo "$header"; rows 1 300; } > log
window log || bad "rotation: $(cat err)"
rows 301 400 >> log
mv log log.1
{ echo "$header"; rows 401 500; } > log
window log.1 log || bad "rotation: $(cat err)"
gzip -k log.1
rows 501 650 >> log
window log.1 log.1.gz log || bad "rotation: $(cat err)"
rm log.1
rows 651 800 >> log
mv log log.2
{ echo "$header"; rows 801 1000; } > log
window log.2 log.1.gz log || bad "rotation: $(cat err)"
same rotation log log.2

# By standard input each run has rows of its own.
rm -f state out
for part in 1-200 201-500 501-501 502-1000; do
	{ echo "$header"; rows "${part%-*}" "${part#*-}"; } | window || bad "pipe: $(cat err)"
done
echo "$header" > empty.tsv
same pipe < empty.tsv

# refused NAME TEXT COMMAND...: status 2, the reason, and the file as it was.
refused()
{
	name=$1 text=$2
	shift 2
	cp state before
	"$@" > piece 2> err
	status=$?
	if [ "$status" -eq 2 ] && grep -q "$text" err && cmp -s state before; then
		good
	else
		bad "$name: status $status: $(cat err)"
	fi
}
# shellcheck disable=SC2086
refused 'another metric' 'options or columns differ' mlwindow -q -w 5m -m n --state=state log
refused 'another window' 'options or columns differ' mlwindow -q -w 6m --state=state log
refused 'another lateness' 'another --lateness' window --lateness=2m log
cp state sound
refused 'a log that is not there' 'No such file' window log nowhere
sed 's/^late/lade/' sound > state
refused 'changed' 'checksum' window log
head -c 200 sound > state
refused 'cut' 'checksum' window log
: > state
refused 'empty' 'checksum' window log
mkfifo pipe
mlwindow -q -w 5m --state=other < pipe > /dev/null 2>&1 &
exec 3> pipe
while ! [ -s other.lock ]; do sleep 0.05; done
cp sound state
if mlwindow -q -w 5m --state=other log > piece 2> err; then
	bad 'two runs at once'
elif grep -q "in use by process $!" err; then
	good
else
	bad "two runs: $(cat err)"
fi
exec 3>&-
wait "$!"

# watch FILE...: what detectors find in the rows that were added, without the header.
watch()
{
	mldrift -q -i tsv -m adwin,kswin,cusum -f x,error -g model --set=threshold=500 \
		"$@" > piece 2> err
	status=$?
	sed 1d piece >> out
	[ "$status" -le 1 ]
}

# A log that grows, torn in the middle of lines, and changes on the way: mldrift's state.
awk -F'\t' -v OFS='\t' 'NR > 500 && $5 != "" { $5 += 2000; $4 = 1 - $3 } 1' all.tsv > changing.tsv
rm -f out
watch changing.tsv || bad "mldrift: $(cat err)"
mv out want
[ "$(wc -l < want)" -ge 6 ] || bad "mldrift: too few changes are found"
for step in 2999 7001 100000; do
	rm -f state out
	at=0
	size=$(wc -c < changing.tsv)
	while [ "$at" -lt "$size" ]; do
		at=$((at + step))
		head -c "$at" changing.tsv > log
		watch --state=state log || bad "mldrift, growing by $step: $(cat err)"
	done
	if cmp -s want out; then good; else bad "mldrift, growing by $step: not the rows of one run"; fi
done

# Errors that come as evenly as these are no change: status 0.
calm='mldrift -q -i tsv -m adwin,kswin -f error -g model --state=state log'
{ echo "$header"; rows 1 500; } > log
rm -f state
$calm > out 2> err || bad "mldrift: $(cat err)"
cp state state.old
rows 501 1000 >> log
$calm > out 2> err || bad "mldrift: $(cat err)"
cp state state.new

# Many at once: one reads the rows, the others wait for nothing and say so.
cp state.old state
for run in 1 2 3 4 5 6 7 8; do
	$calm > /dev/null 2> "err.$run" || echo "$run" >> refused &
done
wait
touch refused
while read -r run; do
	grep -q 'in use by' "err.$run" || bad "at once: $(cat "err.$run")"
done < refused
if cmp -s state state.new; then good; else bad 'at once: rows were read twice, or never'; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
