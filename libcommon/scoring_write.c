/* scoring - what a row becomes: its columns, the scores, and why. */
#include <math.h>
#include <stdlib.h>

#include "schema.h"
#include "scoring_parts.h"
#include "xalloc.h"

/* The names as they are put together; their bytes stand one behind the other. */
struct heading {
	struct buf text;
	size_t *n;
	bool *is_text;
	size_t names, n_room, text_room;
};

/* A name of up to four parts, cut to what a name may be long. */
static void
add_name(struct heading *h, bool is_text, const char *head, const char *middle, struct str tail)
{
	size_t before = h->text.n;

	buf_addf(&h->text, "%s%s", head, middle);
	buf_add(&h->text, tail.p, tail.n);
	if (h->text.n - before > SCHEMA_NAME_MAX)
		h->text.n = before + SCHEMA_NAME_MAX;
	GROW(h->n, h->names + 1, h->n_room);
	GROW(h->is_text, h->names + 1, h->text_room);
	h->is_text[h->names] = is_text;
	h->n[h->names++] = h->text.n - before;
}

static void
add_parts(const struct scoring *s, struct heading *h)
{
	bool several = s->options.methods > 1;

	if (s->options.why > 0)
		add_name(h, true, "", "", STR("why"));
	for (size_t i = 0; s->options.why == SCORING_WHY_ALL && i < s->options.methods; i++)
		for (size_t j = 0; j < s->features.n; j++)
			add_name(h, false, several ? s->options.method[i]->name : "",
				 several ? "_why_" : "why_", s->features.feature[j].name);
}

static void
add_names(const struct scoring *s, struct heading *h)
{
	const struct scoring_table *t = s->table;
	bool several = s->options.methods > 1;

	for (size_t i = 0; i < t->written; i++)
		add_name(h, t->column[t->order[i]].text, "", "", t->column[t->order[i]].name);
	for (size_t i = 0; i < s->options.methods; i++) {
		const char *name = several ? s->options.method[i]->name : "anomaly";

		add_name(h, false, name, "_score", STR(""));
		add_name(h, false, name, "_p", STR(""));
	}
	add_name(h, false, "anomaly", "", STR(""));
	add_parts(s, h);
}

static int
check_names(const struct str *name, size_t n, size_t inputs, struct complaint *c)
{
	struct map seen;
	bool added = true;
	size_t i = 0;

	map_init(&seen);
	for (; i < n && added; i++)
		map_add(&seen, name[i], &added);
	map_release(&seen);
	if (added)
		return 0;
	return complain(c, STATUS_USAGE, 0, "%s column '%.*s' already",
			i > inputs ? "the input has a" : "there is a", (int)name[i - 1].n,
			name[i - 1].p);
}

int
scoring_write_columns(const struct scoring *s, struct complaint *c)
{
	struct heading h = {.names = 0};
	struct str *name;
	size_t at = 0;
	int status;

	buf_init(&h.text, BUF_CAP_MAX);
	add_names(s, &h);
	name = xcalloc(h.names, sizeof *name);
	for (size_t i = 0; i < h.names; i++) {
		name[i] = STR_N(h.text.p + at, h.n[i]);
		at += h.n[i];
	}
	status = check_names(name, h.names, s->table->written, c);
	if (status == 0)
		record_columns(s->table->writer, name, h.is_text, h.names);
	free(name);
	buf_release(&h.text);
	free(h.n);
	free(h.is_text);
	return status;
}

/* The column that did most and is smaller than LEAST, or equal and behind AFTER. */
static size_t
next_part(const double *part, size_t n, double least, size_t after)
{
	size_t best = SIZE_MAX;

	for (size_t j = 0; j < n; j++) {
		double size = fabs(part[j]);

		if (size > least || (size == least && j <= after) || size == 0)
			continue;
		if (best == SIZE_MAX || size > fabs(part[best]))
			best = j;
	}
	return best;
}

static void
write_why(struct scoring *s, size_t r)
{
	struct scoring_table *t = s->table;
	size_t method = scoring_oddest(s, r), at = SIZE_MAX;
	const double *part = t->part + (method * SCORING_BLOCK + r) * s->features.n;
	double least = INFINITY;

	buf_clear(&t->why);
	if (s->options.methods > 1)
		buf_addf(&t->why, "%s: ", s->options.method[method]->name);
	for (int k = 0; k < s->options.why && t->explained[r]; k++) {
		at = next_part(part, s->features.n, least, at);
		if (at == SIZE_MAX)
			break;
		least = fabs(part[at]);
		buf_addf(&t->why, "%s%.*s %+.3g", k ? "; " : "",
			 (int)s->features.feature[at].name.n, s->features.feature[at].name.p,
			 part[at]);
	}
	record_text(t->writer, least < INFINITY ? buf_str(&t->why) : (struct str){NULL, 0});
}

static void
write_parts(struct scoring *s, size_t r)
{
	const struct scoring_table *t = s->table;

	for (size_t i = 0; i < s->options.methods; i++)
		for (size_t j = 0; j < s->features.n; j++)
			record_number(t->writer,
				      t->part[(i * SCORING_BLOCK + r) * s->features.n + j]);
}

void
scoring_write_row(struct scoring *s, size_t r, int anomaly)
{
	struct scoring_table *t = s->table;

	for (size_t i = 0; i < t->written; i++)
		record_value(t->writer, t->value[t->order[i]]);
	for (size_t i = 0; i < s->options.methods; i++) {
		record_number(t->writer, t->score[i * SCORING_BLOCK + r]);
		record_number(t->writer, t->p[i * SCORING_BLOCK + r]);
	}
	record_number(t->writer, anomaly < 0 ? (double)NAN : anomaly);
	if (s->options.why > 0)
		write_why(s, r);
	else if (s->options.why == SCORING_WHY_ALL)
		write_parts(s, r);
	record_end(t->writer);
}
