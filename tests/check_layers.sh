#!/bin/sh
# check_layers.sh [DIR] - a file includes only headers of its own layer or a lower
# one (libcommon/LAYERS), belongs to a listed module, and neither prints nor exits
# unless that is its job.  Without DIR: this tree, after proving itself on planted
# trees.
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/.." || exit 2

# Prints each violation in the tree $1; fails when there is one.
look()
{
	find "$1/libcommon" "$1/tools" -name '*.[ch]' 2> /dev/null | sort |
		xargs awk -f tests/code.awk | awk -v layers="$1/libcommon/LAYERS" -v root="$1/" '
	function module(name) {
		sub(/.*\//, "", name)
		sub(/[_.].*/, "", name)
		return name
	}
	function complain(text) {
		print substr(part[1], length(root) + 1) ":" part[2] ": " text
		found = 1
	}
	BEGIN {
		while ((getline line < layers) > 0) {
			n = split(line, word, " ")
			if (n < 2 || word[1] ~ /^#/)
				continue
			height++
			for (i = 2; i <= n; i++) {
				level[word[i]] = height
				layer[word[i]] = word[1]
			}
		}
		if (!height) {
			print layers ": no layers"
			exit found = 1
		}
	}
	{
		split($0, part, ":")
		code = substr($0, length(part[1]) + length(part[2]) + 3)
		own = module(part[1])
		tool = substr(part[1], length(root) + 1) ~ /^tools\//
		if (!tool && !(own in level)) {
			if (!told[part[1]]++)
				complain("module " own " is not in LAYERS")
			next
		}
		if (code ~ /^[ \t]*#[ \t]*include[ \t]*"/) {
			split(code, piece, "\"")
			other = module(piece[2])
			if (!(other in level)) {
				if (!tool || other != own)
					complain("includes " piece[2] ", whose module is not in LAYERS")
			} else if (!tool && level[other] > level[own])
				complain(layer[own] " includes " piece[2] " of " layer[other])
			else if (!tool && other == "diag" && own != "diag" && own != "xalloc" &&
				 layer[own] != "cli")
				complain("includes diag.h: only tools turn a status into text")
			next
		}
		if (tool || own == "diag" || own == "xalloc" || layer[own] == "cli")
			next
		gsub(/format\(printf/, "", code)
		while (match(code, /[A-Za-z_][A-Za-z0-9_]*/)) {
			name = substr(code, RSTART, RLENGTH)
			code = substr(code, RSTART + RLENGTH)
			call = code ~ /^[ \t]*\(/
			if (name ~ /^(stderr|stdout)$/ ||
			    (call && name ~ /^v?[fd]?printf$|^f?puts$|^f?putc$|^putchar$|^perror$/))
				complain("prints (" name ")")
			if (call && name ~ /^(exit|_exit|_Exit|abort|quick_exit)$/)
				complain("ends the process (" name ")")
		}
	}
	END { exit found }'
}

# plant FILE TEXT WANTED: a violation that must (1) or must not (0) be found.
plant()
{
	mkdir -p "$tree/libcommon" "$tree/tools"
	printf 'base low diag xalloc\nio mid\ncli cli\n' > "$tree/libcommon/LAYERS"
	printf '%s\n' "$2" > "$tree/$1"
	look "$tree" > /dev/null
	found=$?
	if [ "$found" -eq "$3" ]; then
		passed=$((passed + 1))
	else
		echo "check_layers: planted in $1: $2: answered $found, not $3"
		failed=$((failed + 1))
	fi
	rm -rf "$tree"
}

if [ $# -gt 0 ]; then
	look "$1"
	exit
fi
tree=$(mktemp -d) || exit 2
passed=0 failed=0
plant libcommon/low.c '#include "mid.h"' 1
plant libcommon/low_x.h '  #  include "cli.h"' 1
plant libcommon/mid.c '#include "low.h"' 0
plant libcommon/mid.c '#include "diag.h"' 1
plant libcommon/stray.c 'int x;' 1
plant libcommon/mid.c '#include "stray.h"' 1
plant libcommon/mid.c 'void f(void) { exit(1); }' 1
plant libcommon/mid.c 'void f(void) { fprintf(stderr, "x"); }' 1
plant libcommon/mid.c '/* exit(1) */ const char *s = "stderr"; int exit_code, n = snprintf(s);' 0
plant libcommon/cli.c 'void f(void) { fputs("x", stderr); exit(1); }' 0
plant tools/tool.c '#include "cli.h"' 0
plant tools/tool.c '#include "stray.h"' 1
if look .; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
