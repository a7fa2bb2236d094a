#!/bin/sh
# run.sh BIN - the programs, once they run, open no file but those of their command line:
# an input is exchanged for a link to a file elsewhere while the one before it is being
# read.  --no-sandbox shows that the trick would work.
LC_ALL=C TZ=UTC; export LC_ALL TZ
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$bin/torture:$PATH
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0

if nm "$bin/mlparse" 2> /dev/null | grep -q '__asan_init\|__tsan_init\|__gcov_exit'; then
	echo '0 passed, 0 failed'
	exit 0
fi
if [ "$(landlock)" -eq 0 ]; then
	echo 'sandbox: this kernel has no Landlock'
	echo '0 passed, 0 failed'
	exit 0
fi

# good WHAT: counts what the last command answered.
good()
{
	if [ $? -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "--- $1: status $status: $(head -c 300 err)"
	fi
}

mkdir in other || exit 2
rows()
{
	printf 'ts\tpred\tlabel\tscore\n'
	i=0
	while [ $i -lt "$1" ]; do
		printf '2026-01-01T00:00:00.000000Z\ta\ta\t0.5\n'
		i=$((i + 1))
	done
}
rows 3 > in/whole
rows 40 > other/secret
mkfifo in/pipe

# swap COMMAND...: runs it on a pipe and a file that is exchanged before the pipe ends.
swap()
{
	rm -f in/next && cp in/whole in/next
	timeout 20 "$@" in/pipe in/next > out 2> err &
	# The program has entered its sandbox when it opens the pipe.
	exec 3> in/pipe
	ln -sf ../other/secret in/next
	cat in/whole >&3
	exec 3>&-
	wait $!
	status=$?
}

for command in 'mlparse -q -i tsv' 'mlmetric -q -m n' 'mlwindow -q -w 1d -m n' \
	'mldrift -q -m ks -r in/whole'; do
	# shellcheck disable=SC2086
	swap $command
	[ $status -eq 2 ] && grep -q 'in/next: .*Permission denied' err
	good "$command: a file elsewhere is refused"
	# shellcheck disable=SC2086
	swap $command --no-sandbox
	[ $status -ne 2 ] && [ ! -s err ]
	good "$command --no-sandbox: it is read"
done

# A log that was rotated before its turn came is read as before.
rm -f in/next && cp in/whole in/next
timeout 20 mlmetric -q -m n in/pipe in/next > out 2> err &
exec 3> in/pipe
mv in/next in/next.1
rows 7 > in/next
cat in/whole >&3
exec 3>&-
wait $!
status=$?
[ $status -eq 0 ] && [ "$(sed -n 2p out)" = 10 ]
good 'a rotated input'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
