#!/bin/sh
# check_flags.sh BIN - what the hardening flags leave in the programs of BIN, read from
# the files themselves: a flag that a compiler or a linker drops is seen here.
LC_ALL=C; export LC_ALL
bin=${1:?usage: check_flags.sh BIN}
passed=0 failed=0

left_out()
{
	echo "flags: $1"
	echo '0 passed, 0 failed'
	exit 0
}

for need in readelf mktemp; do
	command -v $need > /dev/null 2>&1 || left_out "$need is not installed"
done
# Other builds trade these flags for what they look for.
case ${bin##*/} in
release* | clang*) ;;
*) left_out "not a release build: $bin" ;;
esac
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# Leaves what readelf says of FILE in $work.
look()
{
	readelf -Whld "$1" > "$work/head" 2> /dev/null &&
		readelf -Wn "$1" > "$work/notes" 2> /dev/null &&
		readelf -W --dyn-syms "$1" > "$work/names" 2> /dev/null
}

pie() { grep -q '^ *Type: *DYN' "$work/head" && grep -q 'FLAGS_1.*PIE' "$work/head"; }
# Nothing is bound later, so the whole table can be read-only.
full_relro()
{
	grep -q '^ *GNU_RELRO ' "$work/head" &&
		grep -Eq 'FLAGS.*BIND_NOW|FLAGS_1.*NOW' "$work/head"
}
nx_stack() { grep -Eq '^ *GNU_STACK .* RW +0x' "$work/head"; }
no_writable_code() { ! grep -Eq '^ *LOAD .* (RWE|WE) ' "$work/head"; }
canary() { grep -q ' __stack_chk_fail' "$work/names"; }
fortify() { grep -Eq ' __[a-z]+_chk(@|$)' "$work/names"; }
no_search_path() { ! grep -Eq '\((RPATH|RUNPATH|TEXTREL)\)' "$work/head"; }
shadow_stack() { grep -q 'x86 feature: .*SHSTK' "$work/notes"; }
branch_tracking() { grep -q 'x86 feature: .*IBT' "$work/notes"; }

# marks FEATURE FLAG...: whether the flags mark a program with the feature.
marks()
{
	feature=$1
	shift
	echo 'int main(void) { return 0; }' |
		${CC:-cc} -fcf-protection=full "$@" -x c -o "$work/marked" - 2> /dev/null &&
		readelf -Wn "$work/marked" 2> /dev/null | grep -q 'x86 feature: .*'"$feature"
}

checks='pie full_relro nx_stack no_writable_code canary fortify no_search_path'
# Where the linker can; and where the start files of the C library allow it.
! marks SHSTK -Wl,-z,shstk || checks="$checks shadow_stack"
! marks IBT || checks="$checks branch_tracking"

judge()
{
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL flags: $2"
	fi
}

for program in mlparse mlmetric mlwindow mldrift; do
	look "$bin/$program" || {
		judge 1 "$program: cannot be read"
		continue
	}
	for check in $checks; do
		$check
		judge $? "$program: $check"
	done
done

# The checks bite: a program made without the flags has none of what they look for.
echo 'int main(void) { return 0; }' > "$work/plain.c"
if ${CC:-cc} -O0 -U_FORTIFY_SOURCE -fno-stack-protector -no-pie -Wl,-z,norelro -Wl,-z,lazy \
	-Wl,-z,execstack -o "$work/plain" "$work/plain.c" > /dev/null 2>&1; then
	look "$work/plain"
	for check in pie full_relro nx_stack canary fortify; do
		! $check
		judge $? "a program without flags passes: $check"
	done
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
