#!/bin/sh
# run.sh TEST... - runs unit test programs; shows what a failing one said.
said=$(mktemp) || exit 2
trap 'rm -f "$said"' EXIT
passed=0 failed=0
for test in "$@"; do
	"$test" > "$said" 2>&1
	status=$?
	good=$(grep -c '^\[       OK \]' "$said")
	bad=$(grep '^\[  FAILED  \] [a-z_]' "$said" | sort -u | grep -c .)
	# One that died in the middle of a test names none as failed.
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] || [ $((good + bad)) -eq 0 ]; then
		bad=1
	fi
	if [ "$bad" -ne 0 ]; then
		echo "--- ${test##*/}: $bad failed, status $status"
		grep -v '^\[       OK \]\|^\[ RUN      \]' "$said" | tail -n 30
	fi
	passed=$((passed + good)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
