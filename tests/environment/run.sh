#!/bin/sh
# shellcheck disable=SC3045 # ulimit -v and -n: dash and bash have them
# run.sh [--all] BIN - the programs where the machine, the shell or the user is not as one
# would wish: closed descriptors, full disks, bounds, locales, signals.  --all takes the
# long inputs in their full size.
LC_ALL=C TZ=UTC; export LC_ALL TZ
zeros=512 moments=19
if [ "$1" = --all ]; then
	zeros=4096 moments=199
	shift
fi
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$PATH
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0
# A sanitizer takes terabytes of addresses, and descriptors of its own.
sanitized=
if nm "$bin/mlparse" 2> /dev/null | grep -q __asan_init; then
	sanitized=yes
fi

# is WHAT WANTED GOT
is()
{
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		echo "--- $1: $3, not $2: $(head -c 300 err)"
		failed=$((failed + 1))
	fi
}

# says WHAT TEXT: standard error does.
says()
{
	if grep -q "$2" err; then
		passed=$((passed + 1))
	else
		echo "--- $1: does not say '$2': $(head -c 300 err)"
		failed=$((failed + 1))
	fi
}

# same WHAT FILE...: each is what it was in the folder sound.
same()
{
	what=$1
	shift
	for file; do
		if cmp -s "$file" "sound/$file"; then
			passed=$((passed + 1))
		else
			echo "--- $what: $file is other than it should be"
			failed=$((failed + 1))
		fi
	done
}

{ gzip -dc "$here/../data/damaged/ok.gz" | head -n 500; echo 'no row'; } > log
columns='ts=.ts id=.id model=.model score=.score label=.label latency_ms=.latency_ms'
mlparse -q -c "$columns" log > log.tsv
mkdir sound
mlparse -c "$columns" log > sound/rows 2> sound/err
mlparse -c "$columns" -O sound/out --rejects=sound/bad --summary=sound/sum log 2> sound/err
mlmetric log.tsv -O sound/table 2> err

# Closed descriptors, all combinations: no file gets what was meant for another.
for in in '' '<&-'; do
	for out in '' '>&-'; do
		for err in '' '2>&-'; do
			closed="$in $out $err"
			rm -f out bad sum table
			(eval "exec < log > rows 2> err $in $out $err"
				exec mlparse -c "$columns" -O out --rejects=bad --summary=sum log)
			is "closed $closed: status" 0 $?
			same "closed $closed" out bad sum
			[ "$err" ] || same "closed $closed" err
			(eval "exec < log.tsv > rows 2> err $in $out $err"; exec mlmetric -O table log.tsv)
			is "closed $closed: mlmetric" 0 $?
			same "closed $closed: mlmetric" table
			(eval "exec < log > rows 2> err $in $out $err"; exec mlparse -c "$columns")
			status=$?
			if [ "$in$out" ]; then
				is "closed $closed: a stream that is needed" 2 $status
				[ "$err" ] || says "closed $closed" 'Bad file descriptor'
			else
				is "closed $closed: a stream that is not needed" 0 $status
				same "closed $closed" rows
			fi
		done
	done
done

# No room.
mlparse -q -c "$columns" log > /dev/full 2> err
is 'full disk' 2 $?
says 'full disk' 'No space left on device'
mlparse -q -c "$columns" -O /dev/full log 2> err
is 'full disk, -O' 2 $?
mlparse -q -c "$columns" --summary=/dev/full log > rows 2> err
is 'full disk, --summary' 2 $?
same 'full disk, --summary' rows
mlparse -q -c "$columns" --rejects=/dev/full log > rows 2> err
is 'full disk, --rejects' 2 $?
same 'full disk, --rejects' rows
mlparse -c "$columns" log > rows 2> /dev/full
is 'full disk behind standard error' 0 $?
same 'full disk behind standard error' rows
mlmetric -q log.tsv > /dev/full 2> err
is 'full disk, mlmetric' 2 $?
echo old > out
(ulimit -f 8; exec mlparse -q -c "$columns" -O out log 2> err)
is 'file size' 2 $?
says 'file size' 'File too large'
is 'file size: the old file' old "$(cat out)"
(ulimit -f 8; exec mlparse -q -c "$columns" log > rows 2> err)
is 'file size, standard output' 2 $?
is 'nothing is left' '' "$(find . -name '.mltools*')"

# Files below /dev, in memory, are files.
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
	shm=$(mktemp -d -p /dev/shm) || exit 2
	trap 'rm -rf "$work" "$shm"' EXIT
	mlparse -q -c "$columns" -O "$shm/out" --rejects="$shm/bad" --summary="$shm/sum" log 2> err
	is '/dev/shm: status' 0 $?
	cmp -s "$shm/out" sound/out
	is '/dev/shm: rows' 0 $?
fi

# Nobody reads on: silence and a signal, or a message where that is ignored.
for i in 1 2 3 4 5 6 7 8; do cat log; done > long
for i in 1 2 3 4 5 6 7 8; do cat long; done > longer
{ mlparse -q -c "$columns" longer 2> err; echo $? > status; } | head -n 1 > rows
is 'reader gone' 141 "$(cat status)"
is 'reader gone: silence' '' "$(cat err)"
(trap '' PIPE; mlparse -q -c "$columns" longer 2> err; echo $? > status) | head -n 1 > rows
is 'reader gone, SIGPIPE ignored' 2 "$(cat status)"
says 'reader gone, SIGPIPE ignored' 'Broken pipe'

# One thread, few descriptors.
mlparse -q --threads=1 -c "$columns" log > rows
same 'one thread' rows
[ "$sanitized" ] || for n in 4 5 6 7; do
	(exec > rows 2> err; ulimit -n $n; exec mlparse -q -c "$columns" log)
	status=$?
	if [ $status -eq 0 ]; then
		same "$n descriptors" rows
	else
		is "$n descriptors" 2 $status
		says "$n descriptors" 'Too many open files\|cannot'
	fi
done

# No process may be added; root is exempt, so by somebody else.  Not where a limit does
# not hold.
alone='prlimit --nproc=1'
[ "$(id -u)" -ne 0 ] || alone="setpriv --reuid=65534 --regid=65534 --clear-groups $alone"
if [ ! "$sanitized" ] && $alone true 2> err && ! $alone sh -c 'true & wait' 2> err; then
	chmod 755 .
	cp "$bin/mlparse" "$bin/mlmetric" .
	# A build that counts what is run (make coverage) could not write its counts otherwise.
	mkdir -m 777 counts
	GCOV_PREFIX=$PWD/counts; export GCOV_PREFIX
	# shellcheck disable=SC2086
	for threads in 1 2 4; do
		$alone ./mlparse --threads=$threads -c "$columns" log > rows 2> err
		is "no more processes, $threads threads" 0 $?
		same "no more processes, $threads threads" rows err
		$alone ./mlmetric --threads=$threads log.tsv > table 2> err
		same "no more processes, $threads threads: mlmetric" table
	done
	unset GCOV_PREFIX
fi

# Locale and zone of the machine change nothing.
for locale in C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8 no_SUCH; do
	LC_ALL=$locale mlparse -c "$columns" log > rows 2> err
	same "LC_ALL=$locale" rows err
	LC_ALL=$locale mlmetric -O table log.tsv 2> err
	same "LC_ALL=$locale, mlmetric" table
done
for zone in UTC Asia/Kathmandu America/New_York :/nowhere 'no zone'; do
	TZ=$zone mlparse -c "$columns" log > rows 2> err
	same "TZ=$zone" rows err
done

# Memory does not follow the input.
if [ ! "$sanitized" ]; then
	(ulimit -v 40000; head -c "${zeros}M" /dev/zero | mlparse -i ndjson -c 'id=.id' > rows 2> err)
	is 'a line without end' 3 $?
	says 'a line without end' 'max-line'
	# A file of zeros, packed once and read again and again as members of one stream.
	head -c 64M /dev/zero | gzip -1 > zeros.gz
	(ulimit -v 40000
		i=0
		while [ $i -lt $zeros ]; do cat zeros.gz; i=$((i + 64)); done |
			mlparse -i ndjson -c 'id=.id' --max-bad=1 > rows 2> err)
	is 'a bomb' 0 $?
	says 'a bomb' "line of $((zeros * 1048576)) bytes"
	(ulimit -v 40000; yes '{"id":1,"label":1,"pred":1}' | head -n "${zeros}000" |
		mlparse -q -c 'id=.id label=.label pred=.pred' |
		mlmetric -q -m n,accuracy > rows 2> err)
	is 'many rows' "$(printf 'n\taccuracy\n%s000\t1' "$zeros")" "$(cat rows)"
	(ulimit -v 15000; mlparse -c "$columns" log > rows 2> err)
	status=$?
	[ $status -eq 0 ] || is 'little memory' 2 $status
	[ $status -eq 0 ] || [ $status -ne 2 ] || says 'little memory' memory
fi

# What may hold a log's content is for its owner alone, whatever the umask.
private()
{
	for file; do
		# shellcheck disable=SC2012 # a name of ours
		is "mode of $file" '-rw-------' "$(ls -l "$file" | cut -c 1-10)"
	done
}
(
	umask 0
	mlparse -q -c "$columns" --rejects=own.bad --summary=own.sum log > rows
	mlmetric --rejects=own.bad2 --summary=own.sum2 -m 'sum(model)' --max-bad=100% log.tsv > rows
	mlwindow -w 1m --state=own.state --late=own.late --rejects=own.bad3 log.tsv > rows
	mldrift -m mad --fit=own.model log.tsv
	mldrift -m psi --fit=own.profile log.tsv
	mldrift -m cusum -f score --state=own.streams --rejects=own.bad4 log.tsv > rows
) 2> err
private own.bad own.sum own.bad2 own.sum2 own.state own.late own.bad3 own.model own.profile \
	own.streams own.bad4

# No core file holds it either: seen from outside, once the log is being opened.
if [ -r /proc/self/limits ]; then
	mkfifo slow
	for program in "mlparse -c id=.id" mlmetric 'mlwindow -w 1m' 'mldrift -m cusum'; do
		(ulimit -c unlimited 2> /dev/null; exec $program slow > rows 2> err) &
		exec 9> slow
		is "core files of $program" '0 0' \
			"$(awk '/^Max core file size/ { print $5, $6 }' "/proc/$!/limits")"
		exec 9>&-
		wait $!
	done
fi

# A signal at any moment leaves whole rows, the first ones.
mlparse -q -c "$columns" longer > sound/longer
torn=0 cut=0
for i in $(seq -w 0 "$moments"); do
	for signal in TERM INT HUP; do
		timeout -s $signal "0.0$i" mlparse -q --end-mark -c "$columns" longer > rows 2> err
		grep -v '^#end' rows > got
		[ ! -s rows ] || [ "$(tail -c 1 rows | od -An -c | tr -d ' ')" = '\n' ] || torn=$((torn + 1))
		head -n "$(wc -l < got)" sound/longer | cmp -s - got || torn=$((torn + 1))
		cmp -s got sound/longer || cut=$((cut + 1))
	done
done
is "signals: torn rows" 0 $torn
is 'signals: some came in time' yes "$([ $cut -gt 0 ] && echo yes)"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
