#include "cli_reference.h"

#include "diag.h"
#include "stop.h"
#include "wanted.h"

/* The form, the range and what is kept aside are the input's alone. */
static struct cli_reading
own_reading(const struct cli_reading *reading)
{
	struct cli_reading own = *reading;

	own.format = NULL;
	own.pattern = NULL;
	own.rejects = NULL;
	own.summary = NULL;
	own.range = NULL;
	/* An intake that is freed leaves a byte in it, which would end the input's. */
	own.stop = NULL;
	own.require_input = false;
	own.require_end = false;
	own.as_is = true;
	return own;
}

int
cli_reference_open(struct cli_reference *r, const struct cli_program *p,
		   const struct cli_reading *reading, const char *file)
{
	struct complaint c;
	struct scan *scan;
	int status;

	*r = (struct cli_reference){.reading = own_reading(reading)};
	cli_list_add(&r->file, file);
	r->in = intake_new(p, &r->reading, &r->file, NULL, &status);
	if (!r->in)
		return EXIT_TROUBLE;
	scan = intake_scan(r->in);
	status = scan_open(scan, &c);
	if (status == 0)
		status = wanted_all(scan, &r->wanted, &c);
	if (status == 0)
		status = scan_bind(scan, &r->wanted, &c);
	if (status < 0) {
		diag("%s: %s", file, c.text);
		return EXIT_TROUBLE;
	}
	return 0;
}

const struct plan_column *
cli_reference_columns(const struct cli_reference *r, size_t *n)
{
	return scan_columns(intake_scan(r->in), n);
}

uint64_t
cli_reference_place(struct rng *rng, uint64_t *rows, uint64_t most)
{
	uint64_t row = (*rows)++, place;

	if (most == 0 || row < most)
		return row;
	place = rng_below(rng, row + 1);
	return place < most ? place : UINT64_MAX;
}

static int
finish(struct cli_reference *r)
{
	int status = intake_finish(r->in, r->rows);

	if (r->rows == 0 && status != EXIT_TROUBLE) {
		diag("%s: no rows to compare with", r->file.item[0]);
		return EXIT_TROUBLE;
	}
	if (r->most && r->rows > r->most)
		intake_notice(
			r->in, false, "%s: a sample of %llu of its %llu rows (--max-reference)",
			r->file.item[0], (unsigned long long)r->most, (unsigned long long)r->rows);
	return status;
}

int
cli_reference_read(struct cli_reference *r, uint64_t most, uint64_t seed, cli_reference_fn *take,
		   void *arg)
{
	struct row row;

	r->most = most;
	rng_seed(&r->rng, seed);
	while (intake_next(r->in, &row) > 0 && !stop_signal()) {
		uint64_t place = cli_reference_place(&r->rng, &r->rows, most);

		if (place != UINT64_MAX)
			take(arg, &row, place);
	}
	/* Half of a reference would be another one. */
	return stop_signal() ? EXIT_TROUBLE : finish(r);
}

void
cli_reference_release(struct cli_reference *r)
{
	intake_free(r->in);
	path_columns_release(&r->wanted);
	cli_list_release(&r->file);
}
