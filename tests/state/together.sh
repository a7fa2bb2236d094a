#!/bin/sh
# together.sh [--all] BIN - many runs at once on one state file: each is let in or refused
# with a word and status 2, and tries again; in the end the state is that of runs one
# after the other: no rows are lost, none count twice, nothing is read half-written.
LC_ALL=C TZ=UTC; export LC_ALL TZ
runs=20 rounds=1
if [ "$1" = --all ]; then
	runs=50 rounds=20
	shift
fi
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$PATH; export PATH
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0

# All rows are the same, so that the order of the runs does not matter.
awk 'BEGIN { print "ts\tx"; for (i = 0; i < 20; i++) print "1717100000\t5" }' > rows

# insist NUMBER COMMAND...: until it is let in.
insist()
{
	number=$1
	shift
	while :; do
		"$@" < rows > "out.$number" 2> "err.$number" && return
		grep -q 'in use by' "err.$number" || break
		echo >> refused
		sleep "0.0$((number % 7 + 1))"
	done
	cat "err.$number" >> wrong
}

# at_once NAME COMMAND...: the state is the file "state".
at_once()
{
	name=$1
	shift
	rm -f state state.lock
	i=0
	while [ $i -lt $runs ]; do
		"$@" < rows > out 2> err || cat err
		i=$((i + 1))
	done
	mv state state.alone
	round=0
	while [ $round -lt $rounds ]; do
		rm -f state wrong
		i=0
		while [ $i -lt $runs ]; do
			insist $i "$@" &
			i=$((i + 1))
		done
		wait
		if cmp -s state state.alone && ! [ -s wrong ]; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "--- $name, $runs at once: another state: $(head -c 300 wrong)"
		fi
		round=$((round + 1))
	done
}

: > refused
at_once mlwindow mlwindow -q -w 5m -m 'n,sum(x)' --state=state
at_once mldrift mldrift -q -m cusum -f x --state=state
if [ -s refused ]; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo '--- no run was refused: were they at once?'
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
