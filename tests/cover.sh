#!/bin/sh
# cover.sh BUILD - what the tests that ran on a MODE=cover build have reached: lines
# and branches of each file of libcommon and tools, the least covered first, and the
# sum.  gcov counts; a branch is covered when it was taken both ways.
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/.." || exit 2
find "$1/libcommon" "$1/tools" -name '*.gcda' 2> /dev/null | sort | while read -r data; do
	gcov -n -b "$data" 2> /dev/null
done | awk '
	function share(text, part) {
		split(text, part, /[:% ]+/)
		return part[3] / 100 * part[5]
	}
	function total(text, part) {
		split(text, part, /[:% ]+/)
		return part[5]
	}
	/^File / { file = substr($2, 2, length($2) - 2); wanted = file ~ /^(libcommon|tools)\/.*\.c$/ }
	!wanted { next }
	/^Lines executed/ { lines[file] = total($0); hit[file] = share($0) }
	/^Taken at least once/ { sub(/Taken at least once/, "Branches taken"); branches[file] = total($0); taken[file] = share($0) }
	END {
		for (file in lines) {
			printf "%6.1f%% of %5d lines  %6.1f%% of %5d branches  %s\n",
				100 * hit[file] / lines[file], lines[file],
				branches[file] ? 100 * taken[file] / branches[file] : 100, branches[file], file | "sort -n"
			all += lines[file]; all_hit += hit[file]
			both += branches[file]; both_taken += taken[file]
		}
		close("sort -n")
		if (all)
			printf "%6.1f%% of %5d lines  %6.1f%% of %5d branches  in all\n",
				100 * all_hit / all, all, both ? 100 * both_taken / both : 100, both
	}'
