#!/bin/sh
# replay.sh BIN - each fuzz target of BIN on the inputs of its corpus; a target without
# one has failed.
cd "$(dirname "$0")/../.." || exit 2
bin=$1
said=$(mktemp) || exit 2
trap 'rm -f "$said"' EXIT
passed=0 failed=0

# One by one: the process ends with the first that fails.
find_failing()
{
	for input in "$corpus"/*; do
		if "$target" "$input" > "$said" 2>&1; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "--- $input"
			tail -n 20 "$said"
		fi
	done
}

for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	target=$bin/fuzz/$name corpus=tests/fuzz/corpus/${name#fuzz_}
	if [ ! -d "$corpus" ]; then
		failed=$((failed + 1))
		echo "--- $name has no corpus"
	elif "$target" "$corpus"/* > "$said" 2>&1; then
		passed=$((passed + $(find "$corpus" -type f | wc -l)))
	else
		find_failing
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
