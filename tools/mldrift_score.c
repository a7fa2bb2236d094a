/*
 * mldrift - rows scored by models of normal rows.
 */
#include <math.h>

#include "cli_reference.h"
#include "diag.h"
#include "mldrift.h"
#include "modelfile.h"
#include "number.h"
#include "stop.h"

static const char kind[] = "scoring";

const struct cli_option *
mldrift_score_options(struct mldrift *m)
{
	static const char *const tools[] = {"none", "sklearn", NULL};
	struct mldrift_score *p = &m->score;
	struct detector_options *d = &p->options.detector;
	struct alarm_request *a = &p->options.alarm;
	const struct cli_option row[] = {
		{0, "model", CLI_TEXT, &p->model, "FILE",
		 "score by what --fit left, instead of a reference", NULL, 0, 0},
		{0, "pooled", CLI_FLAG, &p->options.pooled, NULL, "one model for all groups of -g",
		 NULL, 0, 0},
		{0, "why", CLI_TEXT, &p->why, "N|all|none",
		 "name N columns that made a row odd (3, where p <= 0.1)", NULL, 0, 0},
		{0, "alpha", CLI_NUMBER, &a->alpha, "SHARE",
		 "alarms on rows like the reference, at most (0.01)", NULL, 1e-12, 1},
		{0, "alarms", CLI_TEXT, &a->alarms, "'N per LENGTH'",
		 "so many false alarms are allowed: '1 per 30d'", NULL, 0, 0},
		{0, "contamination", CLI_NUMBER, &a->contamination, "SHARE",
		 "the share of the reference that is taken to be odd", NULL, 1e-12, 0.5},
		{0, "threshold", CLI_NUMBER, &a->threshold, "X", "a score above X is an alarm",
		 NULL, 0, 0},
		{0, "persist", CLI_TEXT, &a->persist, "K/N",
		 "alarm where K of the last N rows of a group are odd (1/1)", NULL, 0, 0},
		{0, "trees", CLI_COUNT, &d->trees, "N", "trees of the forest (100)", NULL, 1, 1e5},
		{0, "subsample", CLI_COUNT, &d->subsample, "N", "rows that a tree is made of (256)",
		 NULL, 2, 1e6},
		{0, "max-depth", CLI_COUNT, &d->max_depth, "N", "of a tree (log2 of the subsample)",
		 NULL, 1, 1000},
		{0, "extension", CLI_COUNT, &d->extension, "K",
		 "a split takes K more columns than one (0)", NULL, 0, 10000},
		{0, "hidden", CLI_COUNT, &d->hidden, "N", "hidden units of the autoencoder", NULL,
		 1, 1000},
		{0, "lambda", CLI_NUMBER, &d->lambda, "X",
		 "what the newest row counts in a control chart (0.2)", NULL, 1e-6, 1},
		{0, "sigma", CLI_NUMBER, &d->sigma, "X", "width of a control chart's limits (3)",
		 NULL, 1e-6, 100},
		{0, "compat", CLI_CHOICE, &p->compat, NULL,
		 "another tool's forest scores, where they differ", tools, 0, 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};

	_Static_assert(sizeof row <= sizeof p->row, "MLDRIFT_SCORE_ROWS is too small");
	detector_defaults(d);
	alarm_request_init(a);
	memcpy(p->row, row, sizeof row);
	return p->row;
}

static int
parse_why(const char *text, int *why, struct complaint *c)
{
	int64_t n;

	*why = SCORING_WHY;
	if (!text)
		return 0;
	if (strcmp(text, "all") == 0)
		*why = SCORING_WHY_ALL;
	else if (strcmp(text, "none") == 0)
		*why = 0;
	else if (number_parse_int(str_of(text), &n) < 0 || n < 1 || n > 10000)
		return complain(c, STATUS_USAGE, 0,
				"--why: '%s' is no number of columns, all or "
				"none",
				text);
	else
		*why = (int)n;
	return 0;
}

static void
say(void *arg, const char *text)
{
	struct mldrift *m = arg;

	if (!m->reading.quiet)
		diag("%s", text);
}

static int
check_options(const struct mldrift *m, struct complaint *c)
{
	const struct mldrift_score *p = &m->score;
	const struct alarm_request *a = &p->options.alarm;
	const struct cli_clash clash[] = {
		{p->model, "model", m->reference, "reference"},
		{p->model, "model", m->fit, "fit"},
		{p->model, "model", m->features, "features"},
		{p->model, "model", m->categorical, "categorical"},
		{p->model, "model", m->season, "season"},
		{p->model, "model", p->options.pooled, "pooled"},
		{m->fit, "fit", !isnan(a->alpha), "alpha"},
		{m->fit, "fit", a->alarms, "alarms"},
		{m->fit, "fit", !isnan(a->contamination), "contamination"},
		{m->fit, "fit", !isnan(a->threshold), "threshold"},
		{m->fit, "fit", a->persist, "persist"},
		{m->fit, "fit", m->writing.file, "output"},
	};

	return cli_check_clashes(clash, sizeof clash / sizeof clash[0], c);
}

static int
start(struct mldrift *m, struct complaint *c)
{
	struct scoring_options *o = &m->score.options;
	int status = check_options(m, c);

	if (status == 0)
		status = parse_why(m->score.why, &o->why, c);
	/* The methods of a model file need not be named. */
	o->method = m->method;
	o->methods = m->score.model && !m->methods ? 0 : m->n;
	o->detector.seed = m->seed;
	o->detector.sklearn = m->score.compat == 1;
	o->features = (struct features_request){m->features, m->categorical, NULL, 0};
	o->group = m->group;
	o->season = m->season;
	o->max_groups = m->max_groups;
	o->why_always = m->score.why != NULL;
	o->notice = say;
	o->arg = m;
	m->score.seen = true;
	return status == 0 ? scoring_init(&m->score.scoring, o, c) : status;
}

static int
load(struct mldrift *m, struct complaint *c)
{
	struct complaint inner;
	struct buf bytes;
	int status;

	buf_init(&bytes, BUF_CAP_MAX);
	status = modelfile_read(m->score.model, kind, &bytes, c);
	if (status == 0) {
		status = scoring_load(&m->score.scoring, buf_str(&bytes), &inner);
		if (status < 0)
			complain(c, status, 0, "%.100s: %.130s", m->score.model, inner.text);
	}
	buf_release(&bytes);
	return status;
}

static void
take_reference(void *arg, const struct row *row, uint64_t place)
{
	scoring_take(arg, row, place);
}

static int
refuse_model(const char *path, struct complaint *c)
{
	return complain(c, EXIT_TROUBLE, 0,
			"%.150s holds no rows but what --fit left: --model=FILE scores by it, or, "
			"of a profile, -m psi and the like compare with it",
			path);
}

/* Learns from -r; the exit status, EXIT_TROUBLE with C filled or (text empty) said. */
static int
learn(struct mldrift *m, struct complaint *c)
{
	struct scoring *s = &m->score.scoring;
	struct cli_reference r;
	const struct plan_column *column;
	size_t n;
	int status;

	if (modelfile_is(m->reference))
		return refuse_model(m->reference, c);
	status = cli_reference_open(&r, m->program, &m->reading, m->reference);
	c->text[0] = '\0';
	if (status == 0) {
		column = cli_reference_columns(&r, &n);
		if (scoring_choose(s, column, n, c) < 0)
			status = EXIT_TROUBLE;
	}
	if (status == 0)
		status = cli_reference_read(&r, m->max_reference, m->seed, take_reference, s);
	if (status != EXIT_TROUBLE && scoring_fit(s, c) < 0)
		status = EXIT_TROUBLE;
	cli_reference_release(&r);
	return status;
}

static int
write_model(struct mldrift *m)
{
	struct pack out;
	int status;

	pack_init(&out);
	scoring_save(&m->score.scoring, &out);
	status = modelfile_write(m->fit, kind, buf_str(&out.bytes));
	pack_release(&out);
	if (status == 0)
		return EXIT_DONE;
	if (status == STATUS_LIMIT)
		diag("%s: the model is too large to be written", m->fit);
	else
		diag_errno("cannot write %s", m->fit);
	return EXIT_TROUBLE;
}

/* Without any input nothing is begun. */
static int
begin(struct mldrift *m, struct complaint *c)
{
	struct mldrift_score *p = &m->score;
	int status = mldrift_input_open(m, c);

	if (status <= 0)
		return status;
	status = 0;
	if (!p->scoring.fitted)
		status = scoring_choose(&p->scoring, m->column, m->columns, c);
	if (status == 0 && !m->fit)
		status = scoring_bind(&p->scoring, m->column, m->columns, &m->wanted, m->writer, c);
	p->opened = status == 0;
	return status;
}

static void
flush_rows(void *arg)
{
	struct mldrift *m = arg;

	if (m->score.scoring.fitted)
		scoring_flush(&m->score.scoring);
}

/* The input's first rows are the reference, if nothing else is. */
static int
take_own(struct mldrift *m, const struct row *row, struct complaint *c)
{
	struct mldrift_score *p = &m->score;
	uint64_t place = cli_reference_place(&p->rng, &p->held, m->fit ? m->max_reference : 0);

	if (place != UINT64_MAX)
		scoring_take(&p->scoring, row, place);
	if (m->fit)
		return 0;
	scoring_add(&p->scoring, row);
	if (p->held < m->max_reference)
		return 0;
	intake_notice(m->in, false,
		      "the first %llu rows are the reference of all (--max-reference)",
		      (unsigned long long)p->held);
	if (scoring_fit(&p->scoring, c) < 0)
		return STATUS_USAGE;
	scoring_flush(&p->scoring);
	return 0;
}

static int
take_row(struct mldrift *m, const struct row *row, struct complaint *c)
{
	struct scoring *s = &m->score.scoring;

	m->score.rows++;
	if (!s->fitted)
		return take_own(m, row, c);
	scoring_add(s, row);
	if (m->writing.line_buffered)
		scoring_flush(s);
	return 0;
}

/* The exit status that follows from it. */
static int
tell_rest(struct mldrift *m)
{
	const struct scoring *s = &m->score.scoring;
	int status;

	if (s->odd)
		intake_notice(m->in, false, "%llu value%s in columns of numbers taken for missing",
			      (unsigned long long)s->odd, s->odd == 1 ? "" : "s");
	status = mldrift_input_other(m, s->other, EXIT_DONE);
	if (s->fitted)
		intake_notice(m->in, true, "%llu of %llu rows are anomalies",
			      (unsigned long long)s->anomalies, (unsigned long long)s->rows);
	return status;
}

/* What is left to learn and to write.  0, or a status with C filled. */
static int
settle(struct mldrift *m, struct complaint *c)
{
	struct mldrift_score *p = &m->score;
	struct scoring *s = &p->scoring;

	if (!p->opened && m->fit && !s->fitted)
		return complain(c, STATUS_USAGE, 0, "--fit: there are no rows to learn from");
	if (!p->opened || (!s->fitted && p->rows == 0 && !m->fit))
		return 0;
	if (!s->fitted && scoring_fit(s, c) < 0)
		return STATUS_USAGE;
	if (!m->fit)
		scoring_flush(s);
	return 0;
}

static int
finish(struct mldrift *m, bool cut)
{
	struct scoring *s = &m->score.scoring;
	int rest = tell_rest(m), status = intake_finish(m->in, m->score.rows);

	if (m->fit)
		return status == EXIT_TROUBLE ? status : cli_worse(status, write_model(m));
	if (m->score.rows == 0 && status != EXIT_TROUBLE)
		intake_notice(m->in, false, "no rows: nothing was scored");
	record_finish(m->writer, intake_rejects(m->in), intake_damaged(m->in) || cut);
	status = cli_worse(status, rest);
	return s->anomalies ? cli_worse(status, EXIT_FINDING) : status;
}

static int
score_input(struct mldrift *m, struct complaint *c)
{
	struct record_options options = cli_record_options(&m->writing, &m->reading, RECORD_TSV);
	int status, whole;

	m->in = intake_new(m->program, &m->reading, &m->files, &m->out, &status);
	if (!m->in)
		return status;
	m->writer = record_writer_new(&m->out, &options);
	if (!m->score.scoring.fitted)
		intake_notice(m->in, false, "no -r FILE: the input itself is the reference");
	rng_seed(&m->score.rng, m->seed);
	if (begin(m, c) < 0)
		return EXIT_TROUBLE;
	if (m->score.opened)
		intake_before_wait(m->in, flush_rows, m);
	whole = mldrift_input_each(m, take_row, c);
	if (whole == 0 && m->fit)
		return complain(c, EXIT_TROUBLE, 0,
				"--fit: the input was cut short, no model is "
				"made of half of it");
	if (whole < 0 || settle(m, c) < 0)
		return EXIT_TROUBLE;
	return finish(m, whole == 0);
}

int
mldrift_score(struct mldrift *m)
{
	struct complaint c = {.text = ""};
	int status = EXIT_DONE;

	if (start(m, &c) < 0 || (m->score.model && load(m, &c) < 0))
		status = EXIT_TROUBLE;
	else if (m->reference)
		status = learn(m, &c);
	if (status != EXIT_TROUBLE && m->fit && m->reference)
		status = cli_worse(status, write_model(m));
	else if (status != EXIT_TROUBLE)
		status = cli_worse(status, score_input(m, &c));
	if (status == EXIT_TROUBLE && c.text[0])
		diag("%s", c.text);
	return status;
}

void
mldrift_score_release(struct mldrift *m)
{
	if (m->score.seen)
		scoring_release(&m->score.scoring);
}
