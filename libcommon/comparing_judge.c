#include <math.h>
#include <stdlib.h>

#include "comparing_parts.h"
#include "fdr.h"
#include "quality.h"
#include "timestamp.h"
#include "tsv.h"
#include "xalloc.h"

/* A row to be written. */
struct finding {
	uint32_t group;
	struct str column;
	const char *method; /* NULL: none could be used */
	struct distance_result result;
	uint64_t n_ref, n_cur;
	uint64_t blurred;
	double p;    /* adjusted; NaN: no test */
	bool own;    /* judged by itself: result.alarm */
	bool hidden; /* counts as a test, but has nothing to tell */
	bool coarse;
};

struct findings {
	struct comparing *c;
	struct finding *of;
	size_t n, room;
};

static const double none = NAN;

static struct finding *
add(struct findings *f, struct finding new)
{
	GROW(f->of, f->n + 1, f->room);
	f->of[f->n] = new;
	return &f->of[f->n++];
}

static struct distance_result
nothing(const char *reason)
{
	return (struct distance_result){none, none, none, none, none, 0, false, reason};
}

/* The two sides of a column of a group. */
struct pair {
	uint32_t group;
	struct str name;
	const struct distribution *reference, *current;
	bool coarse;
};

static struct finding
finding_of(const struct pair *x, const char *method, struct distance_result r)
{
	return (struct finding){.group = x->group,
				.column = x->name,
				.method = method,
				.result = r,
				.n_ref = x->reference->n,
				.n_cur = x->current->n,
				.blurred = x->reference->blurred,
				.p = r.p_value,
				.coarse = x->coarse};
}

static void
check_quality(struct findings *f, const struct pair *x)
{
	for (enum quality q = 0; q < QUALITIES; q++) {
		struct distance_result r;
		struct finding *new;

		if (!quality_measure(q, x->reference, x->current, &r))
			continue;
		new = add(f, finding_of(x, quality_name(q), r));
		new->hidden = !(r.effect > 0);
		new->blurred = 0;
		new->coarse = false;
	}
}

static const char *
why_not(const struct pair *x)
{
	if (x->reference->kind == DISTRIBUTION_CATEGORIES &&
	    !(tally_is_exact(&x->reference->tally) && tally_is_exact(&x->current->tally)))
		return "too many different categories";
	if (x->reference->n + x->reference->missing == 0)
		return "the reference has no values";
	if (x->current->n + x->current->missing == 0)
		return "no values";
	return NULL;
}

static bool
takes(const struct distance *d, enum distribution_kind kind)
{
	return kind == DISTRIBUTION_NUMBERS ? d->numbers : d->categories;
}

/* Every method that can; else one row that says why none could. */
static void
measure(struct findings *f, const struct pair *x)
{
	const struct comparing_options *o = f->c->options;
	const struct distance_options options = {.floor = o->floor};
	const char *reason = why_not(x);
	size_t before = f->n, measured = 0;

	for (size_t i = 0; i < o->methods && !reason; i++) {
		const struct distance *d = o->method[i]->distance;
		struct distance_result r = nothing(NULL);

		if (!takes(d, x->reference->kind))
			continue;
		d->measure(x->reference, x->current, &options, &r);
		measured += !r.reason || r.alarm;
		add(f, finding_of(x, o->method[i]->name, r))->own = d->variant;
	}
	if (measured)
		return;
	if (!reason)
		reason = f->n > before ? f->of[before].result.reason
			 : x->reference->kind == DISTRIBUTION_NUMBERS
				 ? "no method takes numbers"
				 : "no method takes categories";
	f->n = before;
	add(f, finding_of(x, NULL, nothing(reason)));
}

static void
vanish(struct findings *f, const struct pair *x)
{
	struct distance_result r = nothing("the column is not there");

	r.effect = 1;
	r.alarm = true;
	add(f, finding_of(x, "vanished", r))->own = true;
}

static void
compare_group(struct findings *f, struct comparing_group *g, uint32_t k)
{
	const struct features *features = &f->c->reference->features;
	const struct profile_part *numbers = g->coarse ? &g->basis->cells : &g->basis->part;

	profile_part_seal(&g->part);
	for (size_t i = 0; i < features->n; i++) {
		struct pair x = {k, features->feature[i].name, &g->basis->part.column[i],
				 &g->part.column[i], false};

		g->part.column[i].kind = x.reference->kind;
		if (x.reference->kind == DISTRIBUTION_NUMBERS && x.current->n > COMPARING_VALUES) {
			x.reference = &numbers->column[i];
			x.coarse = true;
		}
		if (features->feature[i].at == SIZE_MAX) {
			vanish(f, &x);
			continue;
		}
		measure(f, &x);
		check_quality(f, &x);
	}
}

static void
tell_unknown(struct findings *f, const struct comparing_group *g, uint32_t k)
{
	add(f,
	    (struct finding){.group = k,
			     .column = {NULL, 0},
			     .result = nothing(f->c->reference->season
						       ? "the reference has no rows of this group "
							 "and hour"
						       : "the reference has no rows of this group"),
			     .n_cur = g->part.rows,
			     .p = none});
}

static void
tell_added(struct findings *f, const struct comparing_group *g, uint32_t k)
{
	for (size_t i = 0; i < f->c->added_n; i++)
		add(f, (struct finding){.group = k,
					.column = f->c->added[i],
					.method = "new_column",
					.result = nothing("the reference has no such column"),
					.n_cur = g->part.rows,
					.p = none});
}

static void
compare(struct findings *f, struct comparing_window *w, uint32_t k)
{
	struct comparing_group *g = &w->group[k];

	if (!g->part.column)
		return;
	if (g->basis)
		compare_group(f, g, k);
	else
		tell_unknown(f, g, k);
	tell_added(f, g, k);
}

static void
adjust(struct findings *f)
{
	double *p = xcalloc(f->n, sizeof *p);

	for (size_t i = 0; i < f->n; i++)
		p[i] = f->of[i].own ? none : f->of[i].p;
	fdr_adjust(p, f->n);
	for (size_t i = 0; i < f->n; i++)
		f->of[i].p = p[i];
	free(p);
}

void
comparing_columns(const struct comparing *c)
{
	static const struct str behind[] = {
		STR_INIT("column"),   STR_INIT("method"),    STR_INIT("statistic"),
		STR_INIT("expected"), STR_INIT("p_value"),   STR_INIT("p_adjusted"),
		STR_INIT("effect"),   STR_INIT("threshold"), STR_INIT("n_ref"),
		STR_INIT("n_cur"),    STR_INIT("drift"),     STR_INIT("reason")};
	enum { BEHIND = sizeof behind / sizeof behind[0], TEXTS = 2 };
	size_t groups = c->reference->groups, n = 2 + groups + BEHIND;
	struct str *name = xcalloc(n, sizeof *name);
	bool *text = xcalloc(n, sizeof *text);

	name[0] = STR("ts");
	name[1] = STR("ts_end");
	memcpy(name + 2, c->reference->group, groups * sizeof *name);
	memcpy(name + 2 + groups, behind, sizeof behind);
	for (size_t i = 0; i < 2 + groups + TEXTS; i++)
		text[i] = true;
	text[n - 1] = true;
	record_columns(c->writer, name, text, n);
	free(name);
	free(text);
}

static void
write_group(const struct comparing *c, const struct comparing_window *w, uint32_t k)
{
	struct buf scratch;

	buf_init(&scratch, BUF_CAP_MAX);
	for (size_t i = 0; i < c->reference->groups; i++) {
		struct str text = k == GROUP_OTHER
					  ? STR("(other)")
					  : tsv_unescape(group_value(&w->groups, k, i), &scratch);

		record_text(c->writer, text.n ? text : (struct str){NULL, 0});
		buf_clear(&scratch);
	}
	buf_release(&scratch);
}

/* Why there is no figure, or how far it can be trusted. */
static void
write_reason(const struct comparing *c, const struct finding *x)
{
	struct buf text;

	if (x->result.reason) {
		record_text(c->writer, str_of(x->result.reason));
		return;
	}
	buf_init(&text, BUF_CAP_MAX);
	if (x->coarse)
		buf_addf(&text, "more than %d values: counted by cells; ", COMPARING_VALUES);
	if (x->blurred)
		buf_addf(&text, "merged profiles: %llu values of the reference may be a cell off; ",
			 (unsigned long long)x->blurred);
	if (x->result.error > 0)
		buf_addf(&text, "within %.2g; ", x->result.error);
	if (text.n)
		record_text(c->writer, STR_N(text.p, text.n - 2));
	buf_release(&text);
}

static bool
is_drift(const struct comparing *c, const struct finding *x)
{
	if (x->own)
		return x->result.alarm;
	return x->result.effect >= x->result.threshold && x->p <= c->options->fdr;
}

static void
write_finding(struct comparing *c, const struct comparing_window *w, const struct finding *x)
{
	const struct profile_part *part = &w->group[x->group].part;
	struct record_writer *out = c->writer;
	bool drift = is_drift(c, x), whole = w->start == TIMESTAMP_NONE;

	record_time(out, whole ? part->first : w->start);
	record_time(out, whole ? part->last : w->end);
	write_group(c, w, x->group);
	record_text(out, x->column);
	record_text(out, x->method ? str_of(x->method) : (struct str){NULL, 0});
	record_number(out, x->result.statistic);
	record_number(out, x->result.expected);
	record_number(out, x->result.p_value);
	record_number(out, x->p);
	record_number(out, x->result.effect);
	record_number(out, x->result.threshold);
	record_uint(out, x->n_ref);
	record_uint(out, x->n_cur);
	record_uint(out, drift);
	write_reason(c, x);
	record_end(out);
	c->drifts += drift;
}

void
comparing_judge(struct comparing *c, struct comparing_window *w)
{
	struct findings f = {.c = c};
	uint32_t *order = group_sorted(&w->groups);

	for (size_t i = 0; i < group_n(&w->groups); i++)
		compare(&f, w, order[i]);
	free(order);
	if (w->room)
		compare(&f, w, GROUP_OTHER);
	adjust(&f);
	for (size_t i = 0; i < f.n; i++)
		if (!f.of[i].hidden)
			write_finding(c, w, &f.of[i]);
	free(f.of);
}
