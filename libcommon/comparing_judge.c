#include <math.h>
#include <stdlib.h>

#include "comparing_parts.h"
#include "finding.h"
#include "number.h"
#include "timestamp.h"
#include "tsv.h"
#include "xalloc.h"

/* Compares the groups of one window. */
struct judge {
	struct comparing *c;
	struct findings findings;
};

static void
vanish(struct findings *f, const struct finding_pair *x)
{
	struct distance_result r = finding_nothing("the column is not there");

	r.effect = 1;
	r.alarm = true;
	findings_add(f, finding_of(x, "vanished", r))->own = true;
}

static void
compare_group(struct judge *j, struct comparing_group *g, uint32_t k)
{
	const struct comparing_options *o = j->c->options;
	const struct finding_methods methods = {o->method, o->methods, o->floor};
	const struct features *features = &j->c->reference->features;
	const struct profile_part *numbers = g->coarse ? &g->basis->cells : &g->basis->part;

	profile_part_seal(&g->part);
	for (size_t i = 0; i < features->n; i++) {
		struct finding_pair x = {k, features->feature[i].name, &g->basis->part.column[i],
					 &g->part.column[i], false};

		g->part.column[i].kind = x.reference->kind;
		if (x.reference->kind == DISTRIBUTION_NUMBERS && x.current->n > COMPARING_VALUES) {
			x.reference = &numbers->column[i];
			x.coarse = true;
		}
		if (features->feature[i].at == SIZE_MAX) {
			vanish(&j->findings, &x);
			continue;
		}
		findings_compare(&j->findings, &x, &methods);
	}
}

static void
tell_unknown(struct judge *j, const struct comparing_group *g, uint32_t k)
{
	const char *reason = j->c->reference->season
				     ? "the reference has no rows of this group and hour"
				     : "the reference has no rows of this group";

	findings_add(&j->findings, (struct finding){.group = k,
						    .column = {NULL, 0},
						    .result = finding_nothing(reason),
						    .n_cur = g->part.rows,
						    .p = NAN});
}

static void
tell_added(struct judge *j, const struct comparing_group *g, uint32_t k)
{
	const struct distance_result r = finding_nothing("the reference has no such column");

	for (size_t i = 0; i < j->c->added_n; i++)
		findings_add(&j->findings, (struct finding){.group = k,
							    .column = j->c->added[i],
							    .method = "new_column",
							    .result = r,
							    .n_cur = g->part.rows,
							    .p = NAN});
}

static void
compare(struct judge *j, struct comparing_window *w, uint32_t k)
{
	struct comparing_group *g = &w->group[k];

	if (!g->part.column)
		return;
	if (g->basis)
		compare_group(j, g, k);
	else
		tell_unknown(j, g, k);
	tell_added(j, g, k);
}

void
comparing_columns(const struct comparing *c)
{
	static const struct str behind[] = {
		STR_INIT("column"),    STR_INIT("method"),     STR_INIT("statistic"),
		STR_INIT("p_value"),   STR_INIT("p_adjusted"), STR_INIT("effect"),
		STR_INIT("threshold"), STR_INIT("n_ref"),      STR_INIT("n_cur"),
		STR_INIT("drift"),     STR_INIT("reason"),     STR_INIT("expected")};
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
	text[n - 2] = true;
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
	if (isnan(x->result.error))
		buf_addf(&text, "of cells, not of all values: no bound is known; ");
	record_text(c->writer, text.n ? STR_N(text.p, text.n - 2) : (struct str){NULL, 0});
	buf_release(&text);
}

/*
 * The C library's logarithms and exponentials differ in their last bit from one machine to
 * the next, and laws of chance make more of that: what is written has the digits that are
 * the same on all of them.
 */
static void
write_figure(struct record_writer *out, double x)
{
	record_number(out, number_round(x, COMPARING_DIGITS));
}

static void
write_finding(struct comparing *c, const struct comparing_window *w, const struct finding *x)
{
	const struct profile_part *part = &w->group[x->group].part;
	struct record_writer *out = c->writer;
	bool drift = finding_is_drift(x, c->options->fdr), whole = w->start == TIMESTAMP_NONE;

	record_time(out, whole ? part->first : w->start);
	record_time(out, whole ? part->last : w->end);
	write_group(c, w, x->group);
	record_text(out, x->column);
	record_text(out, x->method ? str_of(x->method) : (struct str){NULL, 0});
	write_figure(out, x->result.statistic);
	write_figure(out, x->result.p_value);
	write_figure(out, x->p);
	write_figure(out, x->result.effect);
	record_number(out, x->result.threshold);
	record_uint(out, x->n_ref);
	record_uint(out, x->n_cur);
	record_uint(out, drift);
	write_reason(c, x);
	write_figure(out, x->result.expected);
	record_end(out);
	c->drifts += drift;
}

void
comparing_judge(struct comparing *c, struct comparing_window *w)
{
	struct judge j = {.c = c};
	const struct findings *f = &j.findings;
	uint32_t *order = group_sorted(&w->groups);

	for (size_t i = 0; i < group_n(&w->groups); i++)
		compare(&j, w, order[i]);
	free(order);
	if (w->room)
		compare(&j, w, GROUP_OTHER);
	findings_adjust(&j.findings);
	for (size_t i = 0; i < f->n; i++)
		if (!f->of[i].hidden)
			write_finding(c, w, &f->of[i]);
	findings_release(&j.findings);
}
