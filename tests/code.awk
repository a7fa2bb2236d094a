# Prints C source as "FILE:LINE:code" with comments, strings and character
# constants blanked, so that the checks below see code only.
FNR == 1 { comment = 0 }
{
	line = $0
	if (!comment && line ~ /^[ \t]*#[ \t]*include/) {
		print FILENAME ":" FNR ":" line
		next
	}
	out = ""
	while (line != "") {
		if (comment) {
			end = index(line, "*/")
			if (!end)
				break
			line = substr(line, end + 2)
			comment = 0
		} else if (match(line, /\/\*|\/\/|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'/)) {
			token = substr(line, RSTART, RLENGTH)
			out = out substr(line, 1, RSTART - 1) " "
			line = substr(line, RSTART + RLENGTH)
			if (token == "//")
				line = ""
			comment = token == "/*"
		} else {
			out = out line
			line = ""
		}
	}
	if (out !~ /^[ \t]*$/)
		print FILENAME ":" FNR ":" out
}
