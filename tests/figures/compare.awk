# compare.awk RESULTS FIGURES - holds figures against mlmetric's tables.  RESULTS is a
# list of "N<TAB>file": the table of the N-th command of FIGURES.  A figure is
# "row<TAB>column<TAB>value[<TAB>tolerance]": row is "-" or name=value pairs joined by
# ";", the tolerance absolute; without it whole numbers must be equal and others
# agree to 1e-9 relative.
BEGIN { FS = "\t" }
function load(n, file,    name, columns, rows, field, i)
{
	while ((getline < file) > 0) {
		if (!columns) {
			columns = NF
			for (i = 1; i <= NF; i++) {
				name[i] = $i
				has[n, $i] = 1
			}
			continue
		}
		rows++
		for (i = 1; i <= columns; i++)
			cell[n, rows, name[i]] = $i
	}
	close(file)
	count[n] = rows
}
# The only row of table N that fits WHERE, 0 when there is none, -1 when several.
function find(n, where,    pair, pairs, at, r, i, fits, found)
{
	pairs = where == "-" ? 0 : split(where, pair, ";")
	for (r = 1; r <= count[n]; r++) {
		fits = 1
		for (i = 1; fits && i <= pairs; i++) {
			at = index(pair[i], "=")
			fits = cell[n, r, substr(pair[i], 1, at - 1)] == substr(pair[i], at + 1)
		}
		if (fits)
			found = found ? -1 : r
	}
	return found
}
function agrees(got, want, tolerance,    off, bound)
{
	if (got == want)
		return 1
	if (got == "" || want == "" || !tolerance && want ~ /^-?[0-9]+$/)
		return 0
	off = got - want
	bound = tolerance ? tolerance + 0 : 1e-9 * (want < 0 ? -want : want + 0)
	return (off < 0 ? -off : off) <= bound
}
function fail(text)
{
	print "--- " FILENAME ":" FNR ": " $1 " " $2 ": " text
	failed++
}
FNR == NR { table[$1] = $2; next }
/^\$/ {
	load(++n, table[n])
	next
}
/^#/ || /^$/ { next }
{
	row = find(n, $1)
	if (row < 1)
		fail(row ? "several rows" : "no such row")
	else if (!((n, $2) in has))
		fail("no such column")
	else if (!agrees(cell[n, row, $2], $3, $4))
		fail("came out as \"" cell[n, row, $2] "\", not " $3)
	else
		passed++
}
END { print passed + 0, failed + 0 }
