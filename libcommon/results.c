#include "results.h"

#include <math.h>
#include <stdlib.h>

#include "interval.h"
#include "tsv.h"
#include "xalloc.h"

/* The names of the columns, as they grow. */
struct heading {
	struct buf text; /* names, one behind the other */
	size_t *n;       /* their lengths */
	bool *is_text;
	size_t columns, n_room, text_room;
};

static void
add_name(struct heading *h, bool is_text, struct str name, const char *between, const char *tail)
{
	size_t before = h->text.n;

	buf_add(&h->text, name.p, name.n);
	buf_adds(&h->text, between);
	buf_adds(&h->text, tail);
	GROW(h->n, h->columns + 1, h->n_room);
	GROW(h->is_text, h->columns + 1, h->text_room);
	h->is_text[h->columns] = is_text;
	h->n[h->columns++] = h->text.n - before;
}

static bool
has_interval(const struct results *r, size_t i)
{
	return r->level > 0 && r->plan->call[i].metric->interval != INTERVAL_NONE;
}

static void
write_heading(const struct results *r, struct heading *h)
{
	struct str *name = xcalloc(h->columns, sizeof *name);
	size_t at = 0;

	for (size_t i = 0; i < h->columns; i++) {
		name[i] = (struct str){h->text.p + at, h->n[i]};
		at += h->n[i];
	}
	record_columns(r->writer, name, h->is_text, h->columns);
	free(name);
}

void
results_columns(const struct results *r)
{
	struct heading h = {.columns = 0};

	buf_init(&h.text, BUF_CAP_MAX);
	for (size_t i = 0; i < r->groups; i++)
		add_name(&h, true, r->group[i], "", "");
	for (size_t i = 0; i < r->plan->n; i++) {
		struct str name = r->plan->call[i].name;

		add_name(&h, false, name, "", "");
		if (has_interval(r, i)) {
			add_name(&h, false, name, "_", "lo");
			add_name(&h, false, name, "_", "hi");
		}
		if (r->compare) {
			add_name(&h, false, name, "_", r->compare_name);
			add_name(&h, false, name, "_", "diff");
		}
	}
	if (r->compare)
		add_name(&h, false, STR("mcnemar_p"), "", "");
	write_heading(r, &h);
	buf_release(&h.text);
	free(h.n);
	free(h.is_text);
}

static struct str
group_text(const struct results *r, const struct scoreboard_row *row, size_t i, struct buf *scratch)
{
	buf_clear(scratch);
	if (row->name)
		return str_of(row->name);
	return tsv_unescape(group_value(&r->board->groups, row->group, i), scratch);
}

void
results_prefix(const struct results *r, const struct scoreboard_row *row)
{
	struct buf scratch;

	buf_init(&scratch, BUF_CAP_MAX);
	for (size_t i = 0; i < r->groups; i++) {
		struct str text = group_text(r, row, i, &scratch);

		record_text(r->writer, text.n ? text : (struct str){NULL, 0});
	}
	buf_release(&scratch);
}

void
results_name(const struct results *r, const struct scoreboard_row *row, struct buf *out)
{
	struct buf scratch;

	buf_init(&scratch, BUF_CAP_MAX);
	if (r->groups == 0)
		buf_adds(out, "all rows");
	for (size_t i = 0; i < r->groups; i++) {
		struct str text = group_text(r, row, i, &scratch);

		buf_addf(out, "%s%.*s=", i ? " " : "", (int)r->group[i].n, r->group[i].p);
		buf_add(out, text.p, text.n);
	}
	buf_release(&scratch);
}

/* Why there is no value, or what is to be known about it. */
static void
remark(const struct results *r, const struct scoreboard_row *row, size_t i, bool has_value,
       const char *why)
{
	struct buf name;

	if (!r->remark || (has_value && !why))
		return;
	buf_init(&name, BUF_CAP_MAX);
	results_name(r, row, &name);
	r->remark(r->arg, buf_str(&name), r->plan->call[i].name, has_value, why ? why : "no rows");
	buf_release(&name);
}

static double
write_value(const struct results *r, const struct scoreboard_row *row, size_t i)
{
	struct metric_result value = metric_value(r->plan, i, row->state);

	if (value.text.p)
		record_text(r->writer, value.text);
	else
		record_number(r->writer, value.number);
	remark(r, row, i, value.text.p || isfinite(value.number), value.why);
	return value.text.p ? NAN : value.number;
}

static double
mcnemar(const struct results *r, const struct scoreboard_row *row)
{
	struct compare_counts n = compare_counts_of(r->compare, row->group, row->all);

	if (r->plan->task->kind == TASK_REGRESSION)
		return NAN;
	return interval_mcnemar(n.only_first, n.only_second);
}

void
results_row(const struct results *r, const struct scoreboard_row *row,
	    const struct scoreboard_row *second)
{
	results_prefix(r, row);
	for (size_t i = 0; i < r->plan->n; i++) {
		double value = write_value(r, row, i);

		if (has_interval(r, i)) {
			struct interval at = metric_interval(r->plan, i, row->state, r->level);

			record_number(r->writer, at.lo);
			record_number(r->writer, at.hi);
		}
		if (second) {
			double other = metric_value(r->plan, i, second->state).number;

			record_number(r->writer, other);
			record_number(r->writer, other - value);
		}
	}
	if (second)
		record_number(r->writer, mcnemar(r, row));
	record_end(r->writer);
}
