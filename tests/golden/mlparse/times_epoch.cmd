# seconds, milliseconds, microseconds, nanoseconds by size; one unit a stream
for t in 1717105563 1717105563.625 1717105563625 1717105563625000 1717105563625000123; do
	echo "{\"ts\":$t}" | mlparse -q | tail -n 1
done
