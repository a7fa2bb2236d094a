#include <math.h>
#include <stdlib.h>

#include "schema.h"
#include "series_parts.h"
#include "token.h"
#include "tsv.h"
#include "xalloc.h"

static const char other_name[] = "(other)";
/* No key of a group holds a raw line feed. */
static const char other_key[] = "\n";

static int
find_call(const struct metric_plan *p, struct str metric, size_t *call, struct complaint *c)
{
	for (*call = 0; *call < p->n; ++*call)
		if (str_eq(p->call[*call].asked, metric))
			return 0;
	return complain(c, STATUS_MISSING, 0, "'%.*s' is asked for in two spellings", (int)metric.n,
			metric.p);
}

static int
bind_figure(struct series *s, size_t i, struct complaint *c)
{
	struct figure *f = &s->figure[i];
	const struct metric_plan *p = &s->e->plan;
	struct buf raw;

	f->asked = &s->request->derived[i];
	buf_init(&f->name, BUF_CAP_MAX);
	if (find_call(p, f->asked->metric, &f->call, c) < 0)
		return STATUS_MISSING;
	buf_init(&raw, BUF_CAP_MAX);
	buf_addf(&raw, "%s_%.*s", f->asked->is_ewma ? "ewma" : "delta",
		 (int)p->call[f->call].name.n, p->call[f->call].name.p);
	(void)schema_legal_name(buf_str(&raw), &f->name);
	buf_release(&raw);
	for (size_t k = 0; k < i; k++)
		if (str_eq(buf_str(&s->figure[k].name), buf_str(&f->name)))
			return complain(c, STATUS_USAGE, 0, "%.*s is asked for twice",
					(int)f->name.n, f->name.p);
	return 0;
}

struct series *
series_new(const struct series_request *r, const struct evaluation *e,
	   const struct window_spec *spec, struct record_writer *w, struct complaint *c)
{
	struct series *s = xcalloc(1, sizeof *s);
	int status = 0;

	s->request = r;
	s->e = e;
	s->spec = spec;
	s->writer = w;
	s->n = r->n;
	s->figure = xcalloc(r->n, sizeof *s->figure);
	s->rows = (struct metric_call){
		.metric = metric_find(STR("n")), .column = -1, .plan = &e->plan};
	s->empty = metric_state_new(&e->plan);
	s->end = INT64_MAX;
	map_init(&s->groups);
	if (r->fill && (spec->kind == WINDOW_SESSION || spec->kind == WINDOW_COUNT))
		status = complain(c, STATUS_USAGE, 0,
				  "--fill has a meaning for windows of time (-w) only");
	for (size_t i = 0; i < r->n && status == 0; i++)
		status = bind_figure(s, i, c);
	if (status == 0)
		return s;
	series_free(s);
	return NULL;
}

void
series_free(struct series *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		buf_release(&s->figure[i].name);
	metric_state_free(&s->e->plan, s->empty);
	map_release(&s->groups);
	free(s->figure);
	free(s->last);
	free(s->order);
	free(s);
}

void
series_columns(const struct series *s)
{
	const struct evaluation *e = s->e;
	struct str *name = xcalloc(e->groups + e->plan.n + s->n + 5, sizeof *name);
	bool *text = xcalloc(e->groups + e->plan.n + s->n + 5, sizeof *text);
	size_t n = 0;

	name[n++] = STR("ts");
	name[n++] = STR("ts_end");
	for (size_t i = 0; i < e->groups; i++)
		name[n++] = e->group[i];
	for (size_t i = 0; i < n; i++)
		text[i] = true;
	for (size_t i = 0; i < e->plan.n; i++)
		name[n++] = e->plan.call[i].name;
	if (s->request->rate)
		name[n++] = STR("rate");
	for (size_t i = 0; i < s->n; i++)
		name[n++] = buf_str(&s->figure[i].name);
	name[n++] = STR("late");
	name[n++] = STR("partial");
	record_columns(s->writer, name, text, n);
	free(name);
	free(text);
}

static void
write_time(const struct series *s, int64_t t)
{
	bool printable = t >= TIMESTAMP_MIN && t <= TIMESTAMP_MAX;

	record_time(s->writer, printable ? t : TIMESTAMP_NONE);
}

static void
write_group(const struct series *s, const struct timeline_part *part)
{
	struct str rest = part->key;
	struct buf scratch;

	buf_init(&scratch, BUF_CAP_MAX);
	for (size_t i = 0; i < s->e->groups; i++) {
		struct str text = str_of(other_name);

		if (!part->other)
			text = tsv_unescape(token_until(&rest, '\t'), &scratch);
		record_text(s->writer, text.n ? text : (struct str){NULL, 0});
		buf_clear(&scratch);
	}
	buf_release(&scratch);
}

static double
rows_a_second(const struct series *s, const struct timeline_part *part)
{
	int64_t length = part->end - part->start;

	if (part->end == TIMESTAMP_NONE || length <= 0)
		return NAN;
	return s->rows.metric->value(&s->rows, part->state).number /
	       ((double)length / (double)TIMESTAMP_SECOND);
}

double *
series_remembered(struct series *s, struct str key)
{
	bool added;
	size_t at = s->n * map_add(&s->groups, key, &added);

	/* Where there are no figures, nothing is remembered, and LAST may be NULL. */
	if (s->n == 0)
		return s->last;
	GROW(s->last, at + s->n, s->last_room);
	for (size_t i = 0; added && i < s->n; i++)
		s->last[at + i] = NAN;
	return s->last + at;
}

static void
write_figures(struct series *s, const struct timeline_part *part)
{
	double *last = series_remembered(s, part->other ? str_of(other_key) : part->key);

	for (size_t i = 0; i < s->n; i++) {
		double x = metric_value(&s->e->plan, s->figure[i].call, part->state).number;
		double alpha = s->figure[i].asked->alpha, delta = x - last[i];

		if (!s->figure[i].asked->is_ewma) {
			record_number(s->writer, delta);
			last[i] = x;
			continue;
		}
		if (isfinite(x))
			last[i] = isfinite(last[i]) ? alpha * x + (1 - alpha) * last[i] : x;
		record_number(s->writer, isfinite(x) ? last[i] : NAN);
	}
}

static bool
is_partial(const struct series *s, const struct timeline_part *part)
{
	if (s->spec->kind == WINDOW_COUNT)
		return part->rows < s->spec->rows;
	return s->cut || part->end > s->end;
}

static void
write_row(struct series *s, const struct timeline_part *part)
{
	const struct metric_plan *p = &s->e->plan;

	write_time(s, part->start);
	write_time(s, part->end);
	write_group(s, part);
	for (size_t i = 0; i < p->n; i++) {
		struct metric_result r = metric_value(p, i, part->state);

		if (r.text.p)
			record_text(s->writer, r.text);
		else
			record_number(s->writer, r.number);
	}
	if (s->request->rate)
		record_number(s->writer, rows_a_second(s, part));
	if (s->n || s->request->fill)
		write_figures(s, part);
	record_uint(s->writer, s->late);
	record_uint(s->writer, is_partial(s, part));
	record_end(s->writer);
	s->late = 0;
}

/* Rows of the groups that WINDOW has none of, up to the one with the key UNTIL (or all). */
static void
fill_groups(struct series *s, const struct timeline_part *window, const struct str *until)
{
	for (; s->at < s->ordered; s->at++) {
		struct timeline_part part = *window;

		part.key = map_key(&s->groups, s->order[s->at]);
		if (until && str_cmp(part.key, *until) >= 0) {
			s->at += str_eq(part.key, *until);
			return;
		}
		if (str_eq(part.key, str_of(other_key)))
			continue;
		part.other = false;
		part.state = s->empty;
		write_row(s, &part);
	}
}

static void
begin_window(struct series *s)
{
	if (s->ordered < s->groups.n) {
		free(s->order);
		s->order = map_sorted(&s->groups);
		s->ordered = s->groups.n;
	}
	s->at = 0;
	s->inside = true;
}

/* Windows from the last one to WINDOW: nobody had a row there. */
static void
fill_gap(struct series *s, int64_t window)
{
	int64_t windows = (window - s->next) / s->spec->stride;

	if (!s->begun || windows <= 0)
		return;
	if (windows > SERIES_FILL_MAX) {
		s->unfilled += (uint64_t)windows;
		return;
	}
	for (int64_t w = s->next; w < window; w += s->spec->stride) {
		struct timeline_part part = {.start = window_start(s->spec, w),
					     .end = window_end(s->spec, w)};

		begin_window(s);
		if (part.start < part.end) /* a day that a zone left out has none */
			fill_groups(s, &part, NULL);
	}
}

static int64_t
window_of(const struct series *s, const struct timeline_part *part)
{
	return window_pane(s->spec, part->start);
}

void
series_emit(void *arg, const struct timeline_part *part)
{
	struct series *s = arg;

	if (s->request->fill) {
		if (!s->inside) {
			fill_gap(s, window_of(s, part));
			begin_window(s);
		}
		fill_groups(s, part, part->other ? NULL : &part->key);
	}
	write_row(s, part);
}

void
series_closed(void *arg, const struct timeline_part *part)
{
	struct series *s = arg;

	if (!s->request->fill)
		return;
	fill_groups(s, part, NULL);
	s->inside = false;
	s->begun = true;
	s->next = window_of(s, part) + s->spec->stride;
}

void
series_late(struct series *s)
{
	s->late++;
}

void
series_end(struct series *s, int64_t ts, bool cut)
{
	s->end = ts;
	s->cut = cut;
}

uint64_t
series_unfilled(const struct series *s)
{
	return s->unfilled;
}
