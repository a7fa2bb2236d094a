/*
 * mldrift - columns compared with those of a reference.
 */
#include <math.h>
#include <stdlib.h>

#include "diag.h"
#include "mldrift.h"
#include "modelfile.h"
#include "season.h"
#include "stop.h"

const struct cli_option *
mldrift_compare_options(struct mldrift *m)
{
	struct mldrift_compare *p = &m->compare;
	const struct cli_option row[] = {
		{'w', "window", CLI_TEXT, &p->request.size, "LENGTH",
		 "compare windows of this length: 1h, 1d (all rows together)", NULL, 0, 0},
		{0, "lateness", CLI_TEXT, &p->lateness, "LENGTH",
		 "a window closes when rows are this much behind its end (1m)", NULL, 0, 0},
		{0, "max-ahead", CLI_TEXT, &p->max_ahead, "LENGTH",
		 "refuse times that leap ahead so far and back (1h; 0: any)", NULL, 0, 0},
		{0, "fdr", CLI_NUMBER, &p->options.fdr, "SHARE",
		 "false alarms among all alarms of a window, at most (0.05)", NULL, 1e-12, 1},
		{0, "floor", CLI_NUMBER, &p->options.floor, "X",
		 "effects below X are no drift (each method's own)", NULL, 0, 1e300},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};

	_Static_assert(sizeof row <= sizeof p->row, "MLDRIFT_COMPARE_ROWS is too small");
	p->options.fdr = 0.05;
	p->options.floor = NAN;
	p->options.lateness = 60 * TIMESTAMP_SECOND;
	p->options.max_ahead = 3600 * TIMESTAMP_SECOND;
	memcpy(p->row, row, sizeof row);
	return p->row;
}

static void
refuse(void *arg, const struct row *row, bool ahead)
{
	struct mldrift *m = arg;

	intake_reject(m->in, row, REJECT_TIME, "%s",
		      ahead ? "the time is ahead of all others (--max-ahead)"
			    : "the row has no time");
}

static int
check_options(const struct mldrift *m, struct complaint *c)
{
	const struct mldrift_compare *p = &m->compare;
	const struct cli_clash clash[] = {
		{m->fit, "fit", p->request.size, "window"},
		{m->fit, "fit", m->writing.file, "output"},
	};

	if (!m->fit && !m->reference)
		return complain(c, STATUS_USAGE, 0,
				"-m %s needs a reference: -r FILE, of rows or what --fit left",
				m->method[0]->name);
	if (m->season && !m->fit && !p->request.size)
		return complain(c, STATUS_USAGE, 0,
				"--season goes with windows of time (-w), an hour each or a few");
	if (m->season && season_check(m->season, c) < 0)
		return STATUS_USAGE;
	return cli_check_clashes(clash, sizeof clash / sizeof clash[0], c);
}

static int
settle_options(struct mldrift *m, struct complaint *c)
{
	struct mldrift_compare *p = &m->compare;
	struct comparing_options *o = &p->options;
	int status = check_options(m, c);

	if (status == 0)
		status = cli_parse_length("--lateness", p->lateness, &o->lateness, c);
	if (status == 0)
		status = cli_parse_length("--max-ahead", p->max_ahead, &o->max_ahead, c);
	if (status == 0 && p->request.size) {
		status = window_spec_init(&p->spec, &p->request, c);
		o->window = &p->spec;
	}
	o->method = m->method;
	o->methods = m->n;
	o->max_groups = m->max_groups;
	o->refused = refuse;
	o->arg = m;
	return status;
}

static int
take_row(struct mldrift *m, const struct row *row, struct complaint *c)
{
	struct mldrift_compare *p = &m->compare;

	(void)c;
	if (m->fit)
		mldrift_profile_add(p, row);
	else
		comparing_add(&p->comparing, row);
	p->rows++;
	return 0;
}

/* Without any input nothing is begun. */
static int
begin(struct mldrift *m, struct complaint *c)
{
	struct mldrift_compare *p = &m->compare;
	int status = mldrift_input_open(m, c);

	if (status <= 0)
		return status;
	if (m->fit)
		return mldrift_profile_begin(m, m->column, m->columns, c);
	p->opened = true;
	return comparing_init(&p->comparing, &p->options, &p->profile, m->column, m->columns,
			      m->writer, c);
}

static int
open_intake(struct mldrift *m, struct complaint *c)
{
	int status;

	m->in = intake_new(m->program, &m->reading, &m->files, &m->out, &status);
	if (!m->in)
		return status;
	return begin(m, c) < 0 ? EXIT_TROUBLE : EXIT_DONE;
}

/* Learns from the input's rows instead of comparing them. */
static int
learn_input(struct mldrift *m, struct complaint *c)
{
	struct mldrift_compare *p = &m->compare;
	int status = open_intake(m, c);

	if (status != EXIT_DONE)
		return status;
	if (mldrift_input_each(m, take_row, c) == 0 && stop_signal()) {
		complain(c, STATUS_USAGE, 0,
			 "--fit: the input was cut short, no profile is made of half of it");
		return EXIT_TROUBLE;
	}
	status = intake_finish(m->in, p->rows);
	if (status == EXIT_TROUBLE)
		return status;
	if (p->rows == 0) {
		complain(c, STATUS_USAGE, 0, "--fit: there are no rows to learn from");
		return EXIT_TROUBLE;
	}
	return mldrift_profile_settle(m, c) < 0 ? EXIT_TROUBLE : status;
}

static int
fit(struct mldrift *m, struct complaint *c)
{
	int status;

	if (m->reference)
		status = mldrift_profile_learn(m, c);
	else if (m->files.n && modelfile_is(m->files.item[0]))
		status = mldrift_profile_merge(m, c) < 0 ? EXIT_TROUBLE : EXIT_DONE;
	else
		status = learn_input(m, c);
	return status == EXIT_TROUBLE ? status : cli_worse(status, mldrift_profile_write(m));
}

static int
tell_rest(struct mldrift *m, int status)
{
	const struct comparing *k = &m->compare.comparing;

	if (m->compare.rows == 0 && status != EXIT_TROUBLE)
		intake_notice(m->in, false, "no rows: nothing was compared");
	if (k->late)
		intake_notice(m->in, false, "%llu row%s came too late (--lateness)",
			      (unsigned long long)k->late, k->late == 1 ? "" : "s");
	return mldrift_input_other(m, k->other, status);
}

static int
compare_input(struct mldrift *m, struct complaint *c)
{
	struct record_options options = cli_record_options(&m->writing, &m->reading, RECORD_TSV);
	struct mldrift_compare *p = &m->compare;
	bool whole;
	int status;

	m->writer = record_writer_new(&m->out, &options);
	status = open_intake(m, c);
	if (status != EXIT_DONE)
		return status;
	whole = mldrift_input_each(m, take_row, c) > 0;
	if (p->opened)
		comparing_finish(&p->comparing);
	status = tell_rest(m, intake_finish(m->in, p->comparing.rows));
	record_finish(m->writer, intake_rejects(m->in), intake_damaged(m->in) || !whole);
	return p->comparing.drifts ? cli_worse(status, EXIT_FINDING) : status;
}

static int
compare(struct mldrift *m, struct complaint *c)
{
	int status = EXIT_DONE;

	if (!modelfile_is(m->reference))
		status = mldrift_profile_learn(m, c);
	else if (mldrift_profile_load(m, c) < 0)
		status = EXIT_TROUBLE;
	return status == EXIT_TROUBLE ? status : cli_worse(status, compare_input(m, c));
}

int
mldrift_compare(struct mldrift *m)
{
	struct complaint c = {.text = ""};
	int status = EXIT_TROUBLE;

	if (settle_options(m, &c) == 0)
		status = m->fit ? fit(m, &c) : compare(m, &c);
	if (status == EXIT_TROUBLE && c.text[0])
		diag("%s", c.text);
	return status;
}

void
mldrift_compare_release(struct mldrift *m)
{
	struct mldrift_compare *p = &m->compare;

	if (p->opened)
		comparing_release(&p->comparing);
	if (p->profiled)
		profile_release(&p->profile);
	free(p->group_at);
	free((void *)p->group_value);
}
