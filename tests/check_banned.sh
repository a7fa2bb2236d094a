#!/bin/sh
# check_banned.sh [FILE...] - functions that the house does without, each with its
# reason; without FILE it looks at all sources, after proving itself on planted code.
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/.." || exit 2

# Prints each use of a banned function; fails when there is one.
look()
{
	awk -f tests/code.awk "$@" | awk '
	BEGIN {
		why["sprintf"] = why["vsprintf"] = why["strcpy"] = why["strcat"] = "writes without a bound"
		why["gets"] = why["strcpy"]
		why["strtok"] = "keeps hidden state; cut slices instead"
		why["atoi"] = why["atol"] = why["atof"] = "no error is seen; see number.h"
		why["strtod"] = why["strtof"] = why["sscanf"] = "follows the locale; see number.h"
		why["strtol"] = why["strtoul"] = why["strtoll"] = why["strtoull"] = "see number.h"
		why["strptime"] = why["mktime"] = why["localtime"] = why["localtime_r"] = "see timestamp.h"
		why["setlocale"] = "the same bytes come out under any locale"
		why["gzread"] = "ends damaged input in silence; see gunzip.h"
		why["alloca"] = "a stack without a bound"
	}
	{
		split($0, part, ":")
		code = substr($0, length(part[1]) + length(part[2]) + 3)
		while (match(code, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
			name = substr(code, RSTART, RLENGTH)
			sub(/[ \t]*\(/, "", name)
			code = substr(code, RSTART + RLENGTH)
			if (name in why) {
				print part[1] ":" part[2] ": " name ": " why[name]
				found = 1
			}
		}
	}
	END { exit found }'
}

# A check that never fails proves nothing: each planted line must be found.
prove()
{
	plant=$(mktemp) || exit 2
	trap 'rm -f "$plant"' EXIT
	passed=0 failed=0
	for name in sprintf strcpy strcat strtok atoi atof strtod strptime mktime localtime \
		setlocale gzread sscanf strtoull; do
		printf '/* x */ int f(void) { return %s(a, "b"); }\n' "$name" > "$plant"
		if look "$plant" > /dev/null; then
			echo "check_banned: does not see $name"
			failed=$((failed + 1))
		else
			passed=$((passed + 1))
		fi
	done
	printf '%s\n' '/* sprintf(a) */ char *s = "strcpy(b)"; int x = snprintf(a, 1, "%s", "it'"'"'s");' \
		'/* atoi(' 'mktime(x) */ int my_atoi(int strtod); // gzread(' > "$plant"
	if look "$plant"; then
		passed=$((passed + 1))
	else
		echo "check_banned: cries out at comments, strings or longer names"
		failed=$((failed + 1))
	fi
}

if [ $# -gt 0 ]; then
	look "$@"
	exit
fi
prove
files=$(find libcommon tools tests -name '*.[ch]' 2> /dev/null | sort)
# shellcheck disable=SC2086
if look $files; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
