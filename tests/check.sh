#!/bin/sh
# check.sh BIN TEST... - every test that there is, on the programs in BIN and the unit
# tests TEST.  Each suite ends with "N passed, N failed"; so does
# this, with their sum.
cd "$(dirname "$0")/.." || exit 2
bin=$1
shift
said=$(mktemp) || exit 2
trap 'rm -f "$said"' EXIT
passed=0 failed=0

# suite NAME COMMAND...: one that ends without its sum has failed.
suite()
{
	name=$1
	shift
	"$@" > "$said" 2>&1
	status=$?
	last=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$said")
	if [ ! "$last" ]; then
		cat "$said"
		echo "--- $name did not come to its end (status $status)"
		last='0 1'
	else
		sed '$d' "$said"
		[ "$status" -eq 0 ] || [ "${last#* }" -ne 0 ] || last="${last% *} 1"
	fi
	# shellcheck disable=SC2086
	printf '%-11s %5d passed, %d failed\n' "$name" ${last% *} ${last#* }
	passed=$((passed + ${last% *})) failed=$((failed + ${last#* }))
}

suite layers sh tests/check_layers.sh
suite banned sh tests/check_banned.sh
suite flags sh tests/check_flags.sh "$bin"
suite unit sh tests/unit/run.sh "$@"
suite golden sh tests/golden/run.sh "$bin"
suite figures sh tests/figures/run.sh "$bin"
suite state sh tests/state/run.sh "$bin"
suite together sh tests/state/together.sh "$bin"
suite faults sh tests/faults/run.sh "$bin"
suite torture sh tests/torture/run.sh --quick "$bin"
suite crash sh tests/torture/crash.sh --quick "$bin"
suite sandbox sh tests/sandbox/run.sh "$bin"
suite environment sh tests/environment/run.sh "$bin"
suite naughty sh tests/naughty/run.sh "$bin"
suite terminal sh tests/naughty/terminal.sh "$bin"
suite fuzz sh tests/fuzz/replay.sh "$bin"
suite examples sh tests/examples.sh "$bin" README.md man/*.[157]
suite docs sh tests/check_docs.sh "$bin"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
