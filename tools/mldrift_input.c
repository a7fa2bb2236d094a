/*
 * mldrift - the input, which all parts read alike.
 */
#include "mldrift.h"
#include "stop.h"
#include "wanted.h"

int
mldrift_input_open(struct mldrift *m, struct complaint *c)
{
	struct scan *scan = intake_scan(m->in);
	int status = cli_filter_open(&m->filtering, m->in, &m->filter, c);

	if (status == 0)
		status = scan_open(scan, c);
	if (status < 0 || !scan_format(scan))
		return status;
	status = wanted_all(scan, &m->wanted, c);
	if (status == 0)
		status = scan_bind(scan, &m->wanted, c);
	if (status < 0)
		return status;
	m->column = scan_columns(scan, &m->columns);
	status = filter_bind(&m->filter, m->column, m->columns, c);
	return status < 0 ? status : 1;
}

int
mldrift_input_each(struct mldrift *m, mldrift_take *take, struct complaint *c)
{
	struct row row;
	int event, status;

	while ((event = intake_next(m->in, &row)) > 0) {
		if (cli_filter_keeps(&m->filter, m->in, &row)) {
			status = take(m, &row, c);
			if (status < 0)
				return status;
		}
		if (stop_signal())
			return 0;
	}
	return event == 0 && !stop_signal();
}

int
mldrift_input_other(const struct mldrift *m, uint64_t rows, int status)
{
	if (rows == 0)
		return status;
	intake_notice(m->in, false,
		      "more than %llu groups: %llu rows went to (other); --max-groups raises the "
		      "limit",
		      (unsigned long long)m->max_groups, (unsigned long long)rows);
	return cli_worse(status, EXIT_DAMAGED);
}
