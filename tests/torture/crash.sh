#!/bin/sh
# crash.sh [--quick] BIN - those who write states, models and files: a second fault while
# the first is cleared up, death at each call, full disks.  Every file is wholly old or wholly
# new, and the next run goes on from it.  --quick leaves out most of them.
LC_ALL=C TZ=UTC; export LC_ALL TZ
quick=
if [ "$1" = --quick ]; then
	quick=-q
	shift
fi
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$bin/torture:$PATH
ASAN_OPTIONS=verify_asan_link_order=0:$ASAN_OPTIONS; export ASAN_OPTIONS
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0
# shellcheck source=tests/torture/try.sh disable=SC1091
. "$here/try.sh"

# both NAME SIDES COMMAND...
both()
{
	name=$1
	shift
	try "$quick -k" "$name, death" "$@"
	try "$quick -p" "$name, two faults" "$@"
}

awk 'BEGIN {
	print "ts\tmodel\tpred\tlabel\tx"
	for (i = 0; i < 300; i++)
		printf "%d\t%s\t%d\t%d\t%d\n", 1717100000 + 7 * i, i % 3 ? "a" : "b", i % 7 < 4, \
			i % 5 < 3, i * i % 1009 + (i > 200 ? 2000 : 0)
}' > log
head -n 140 log > input
window='mlwindow -q -w 5m -g model -m n,accuracy,p50(x),delta(n) input'
watch='mldrift -q -m cusum,adwin -g model -f x input'
# shellcheck disable=SC2086
{
	$window --state=windows.old > /dev/null
	$watch --state=watched.old > /dev/null
	cp log input
	try "$quick -a" 'mlwindow --state' windows $window --state=windows
	try "$quick -a" 'mldrift --state' watched $watch --state=watched
	both 'mlwindow --state' windows $window --state=windows
	both 'mldrift --state' watched $watch --state=watched
	both 'mlwindow -O' windows.tsv $window -O windows.tsv
}
both 'mldrift --fit, forest' model mldrift -q --trees=60 --fit=model log
both 'mldrift --fit, autoencoder' model mldrift -q -m autoencoder --fit=model log
both 'mldrift --fit, season' model mldrift -q -m mad --season=1d -f x --fit=model log
both 'mldrift --fit, profile' profile mldrift -q -m psi,ks -f x --fit=profile log
both 'mlmetric -O' table mlmetric -q -g model -O table log
both 'mlparse -O' parsed mlparse -q -c 'ts=.ts x=.x' -i tsv -O parsed log

# What cannot be looked at is not replaced: a link and a file's mode are kept.
umask 022
ln -s private link
for n in 1 2 3 4 5 6; do
	: > private
	chmod 600 private
	FAULT_CALL=stat FAULT_ERROR=EIO FAULT_AT=$n FAULT_MARK=mark LD_PRELOAD=$bin/torture/fault.so \
		mlparse -q -c 'ts=.ts x=.x' -i tsv -O link log 2> err
	if [ -L link ] && [ "$(find private -perm 600)" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "--- -O, stat fails at call $n: the link or its file's mode is lost"
	fi
	rm -f link private
	ln -s private link
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
