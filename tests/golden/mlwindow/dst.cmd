# A row an hour: 23 of them in the one day, 25 in the other, one behind each.
awk 'BEGIN {
	print "ts"
	for (h = 0; h <= 23; h++)
		print 1711839600 + 3600 * h
	for (h = 0; h <= 25; h++)
		print 1729980000 + 3600 * h
}' | mlwindow -q -w 1d --local -z Europe/Berlin --all -m n
