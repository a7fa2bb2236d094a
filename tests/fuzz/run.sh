#!/bin/sh
# run.sh BUILD SECONDS TARGET... - each fuzz target ("all": all) for SECONDS, beginning
# with the corpus and what earlier runs found, which is kept in BUILD/corpus.  An input
# that fails is left in BUILD/found.  With SECONDS "merge" the corpora are made anew
# from both instead: as few and as small inputs as reach the same.
cd "$(dirname "$0")/../.." || exit 2
build=$1 seconds=$2
shift 2
failed=

# merge CORPUS GROWN: keeps what has a name of its own.
merge()
{
	new=$build/merged
	rm -rf "$new"
	mkdir -p "$new"
	"$target" -merge=1 -use_counters=0 -max_len=4096 "$new" "$1" "$2" > "$build/merge.log" 2>&1 || return
	for input in "$1"/*; do
		case ${input##*/} in
		regress-*) mv "$input" "$new" ;;
		esac
	done
	rm -rf "$1"
	mv "$new" "$1"
	echo "$name: $(find "$1" -type f | wc -l) inputs, $(du -sb "$1" | cut -f 1) bytes"
}

# fuzz CORPUS GROWN
fuzz()
{
	dictionary=tests/fuzz/dict/$name
	"$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
		-print_final_stats=1 -artifact_prefix="$build/found/$name-" \
		${dictionary:+$([ -f "$dictionary" ] && echo "-dict=$dictionary")} \
		"$2" "$1" > "$build/$name.log" 2>&1
	status=$?
	sed -n "s/^stat::number_of_executed_units: */$name: executions /p" "$build/$name.log"
	return $status
}

mkdir -p "$build/found"
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	name=${name#fuzz_}
	case " $* " in
	*" all "* | *" $name "*) ;;
	*) continue ;;
	esac
	target=$build/fuzz/fuzz_$name corpus=tests/fuzz/corpus/$name grown=$build/corpus/$name
	mkdir -p "$corpus" "$grown"
	if [ "$seconds" = merge ]; then
		merge "$corpus" "$grown"
	elif ! fuzz "$corpus" "$grown"; then
		tail -n 30 "$build/$name.log"
		failed="$failed $name"
	fi
done
[ ! "$failed" ] || echo "found something:$failed"
[ ! "$failed" ]
