#!/bin/sh
# lint.sh FILE... - form and static checks.  A checker that is not installed is named
# and left out, unless LINT_ALL is set.
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/.." || exit 2
failed=

# lint PROGRAM ARGUMENT...
lint()
{
	if ! command -v "$1" > /dev/null 2>&1; then
		echo "lint: $1 is not installed"
		[ -z "$LINT_ALL" ] || failed="$failed $1"
		return
	fi
	"$@" || failed="$failed $1"
}

# Says nothing but the findings.  Which other pages there are is the machine's affair.
mandoc_lint()
{
	for page in man/*.[157]; do
		[ -f "$page" ] || continue
		said=$(mandoc -T lint "$page" 2> /dev/null |
			grep -v ': referenced manual not found: ')
		[ -z "$said" ] || {
			echo "$said"
			return 1
		}
	done
}

lint clang-format --dry-run -Werror "$@"
for check in layers banned; do
	said=$(sh tests/check_$check.sh) || {
		echo "$said"
		failed="$failed $check"
	}
done
# Left out: right shifts of negative numbers, arithmetic in every compiler that we build
# with; lists of macros, which are no C by themselves; a qsort of no rows.
# shellcheck disable=SC2046
lint cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr -j 2 \
	--suppress=missingIncludeSystem --suppress=unknownMacro \
	--suppress=shiftNegativeLHS --suppress=shiftTooManyBitsSigned \
	--suppress=uninitvar:libcommon/ahead.c --error-exitcode=1 -Ilibcommon -D__x86_64__ \
	$(find libcommon tools -name '*.c' 2> /dev/null)
lint shellcheck tests/*.sh tests/*/*.sh .ci/run
if command -v mandoc > /dev/null 2>&1; then
	mandoc_lint || failed="$failed mandoc"
else
	lint mandoc
fi
if [ "$failed" ]; then
	echo "lint: failed:$failed"
	exit 1
fi
echo "lint: nothing found"
