#include "cli_merge.h"

#include "diag.h"

/* A state may hold a million scores. */
enum { LINE_MAX_BYTES = 1 << 30 };

void
cli_merge_reading(struct cli_reading *r)
{
	r->format = "regex";
	r->pattern = "^(?<line>)";
	r->max_line = LINE_MAX_BYTES;
}

int
cli_merge_lines(struct intake *in, cli_merge_fn *take, void *arg, uint64_t *rows)
{
	static const struct path_columns none;
	struct scan *scan = intake_scan(in);
	struct complaint c;
	struct row row;

	if (scan_open(scan, &c) < 0 || scan_bind(scan, &none, &c) < 0) {
		diag("%s", c.text);
		return EXIT_TROUBLE;
	}
	while (intake_next(in, &row) > 0) {
		++*rows;
		if (take(arg, row.raw, &c) == 0)
			continue;
		diag("%s:%llu: %s", row.file, (unsigned long long)row.line, c.text);
		return EXIT_TROUBLE;
	}
	return 0;
}
