#!/bin/sh
# cover.sh BUILD [AREA] - what the tests that ran on a MODE=cover build have reached: lines
# and branches of each area of libcommon, with its goals; fails when one is missed.  With
# AREA (or "all"): instead, each line and branch of it that was not reached.
#
# gcov counts; each way that a branch can go counts for one.  Code of headers counts once,
# whoever includes it.  A line that says "uncounted:" and why is left out.
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/.." || exit 2
[ "$(find "$1" -name '*.gcda' 2> /dev/null | head -n 1)" ] || {
	echo "cover.sh: no tests ran on $1"
	exit 2
}

# AREA LINES% BRANCHES% FILE...: a file belongs to the first row that has it, by its name or
# by what stands before an underscore.  Other files are summed by layer (libcommon/LAYERS).
areas='
number      100 100 number value
timestamp   100 100 timestamp zone
escaping    100 100 json_text record_text tsv str
model       100 100 modelfile iforest_save scoring_file autoencoder_file
json         95  90 json
logfmt       95  90 logfmt
delimited    95  90 csv delimited
regex        95  90 pattern format_regex
path         95  90 path cursor
utf8         95  90 utf8
guess        95  90 guess survey
input        95  90 input gunzip inflate slurp
output       95  90 output fd
profile      95  90 profile profile_file profile_merge profile_part distribution_file pack
state        95  90 statefile metric_save metric_state series_state windowing_state watching_save token
partial      95  90 partial measurement_merge windowing_merge
parse        95  90
io           95  90
record       95  90
'

find "$1/libcommon" -name '*.gcda' | sort | xargs gcov -b -c -t 2> /dev/null |
	awk -v areas="$areas" -v wanted="$2" '
	function area_of(file, base) {
		base = file
		sub(/.*\//, "", base)
		sub(/\..*/, "", base)
		if (base in owner)
			return owner[base]
		sub(/_.*/, "", base)
		return base in owner ? owner[base] : layer[base]
	}
	function is_hit(area, yes) {
		lines[area]++
		lines_hit[area] += yes
	}
	# What one line lacks: "" if nothing.
	function lacks(key, area, i, text) {
		is_hit(area, key in hit)
		text = key in hit ? "" : " never run"
		for (i = 1; i <= ways[key]; i++) {
			branches[area]++
			if ((key, i) in taken)
				branches_hit[area]++
			else
				text = text " way " i " of " ways[key]
		}
		return text
	}
	function percent(part, all) {
		return all ? 100 * part / all : 100
	}
	function row(area, line, branch) {
		line = percent(lines_hit[area], lines[area])
		branch = percent(branches_hit[area], branches[area])
		printf "%-10s %6.2f%% of %5d lines (goal %s)  %6.2f%% of %5d branches (goal %s)%s\n",
			area, line, lines[area], goal[area, 1], branch, branches[area], goal[area, 2],
			line < goal[area, 1] || branch < goal[area, 2] ? "  MISSED" : ""
		return line < goal[area, 1] || branch < goal[area, 2]
	}
	BEGIN {
		n = split(areas, list, "\n")
		for (i = 1; i <= n; i++) {
			if (!(m = split(list[i], word, " ")))
				continue
			order[++rows] = word[1]
			goal[word[1], 1] = word[2]
			goal[word[1], 2] = word[3]
			for (j = 4; j <= m; j++)
				if (!(word[j] in owner))
					owner[word[j]] = word[1]
		}
		while ((getline line < "libcommon/LAYERS") > 0) {
			m = split(line, word, " ")
			for (j = 2; j <= m && word[1] !~ /^#/; j++)
				layer[word[j]] = word[1]
		}
	}
	/^ *-: +0:Source:/ { file = $0; sub(/.*Source:/, "", file); next }
	/^ *[-#=0-9*]+: *[0-9]+:/ {
		split($0, part, ":")
		count = part[1] + 0
		key = file SUBSEP part[2] + 0
		at = 0
		if (part[1] ~ /-$/ || file !~ /^libcommon\// || /uncounted:/) {
			key = ""
			next
		}
		seen[key] = $0
		if (count)
			hit[key]
		next
	}
	/^branch/ && key != "" {
		if (++at > ways[key])
			ways[key] = at
		if ($4 + 0 > 0)
			taken[key, at]
	}
	END {
		for (key in seen) {
			split(key, part, SUBSEP)
			text = lacks(key, area = area_of(part[1]))
			if (wanted != "" && text != "" && (wanted == "all" || wanted == area)) {
				sub(/^[^:]*:[^:]*:[ \t]*/, "", seen[key])
				printf "%s:%d:%s: %s\n", part[1], part[2], text, seen[key] | "sort -t: -k1,1 -k2,2n"
			}
		}
		if (wanted != "")
			exit 0
		for (i = 1; i <= rows; i++)
			missed += row(order[i])
		exit missed != 0
	}'
