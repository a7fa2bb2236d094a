# try.sh - for the scripts beside it: runs of torture, and their sum in passed and failed.
# shellcheck shell=sh disable=SC2154 # bin and work are the scripts'

# try OPTIONS NAME SIDES COMMAND...
try()
{
	options=$1
	shift
	# shellcheck disable=SC2086
	torture $options "$bin/torture/fault.so" "$@" > "$work/said" 2>&1
	sed '$d' "$work/said"
	last=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$work/said")
	[ "$last" ] || { cat "$work/said"; last='0 1'; }
	passed=$((passed + ${last% *})) failed=$((failed + ${last#* }))
}
