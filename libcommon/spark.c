#include "spark.h"

#include <math.h>
#include <stdlib.h>

#include "token.h"
#include "utf8.h"
#include "xalloc.h"

enum { HEIGHTS = 8, NAME_WIDTH_MOST = 40, NAME_ROOM = 4 * NAME_WIDTH_MOST };

/* A window's metrics: value[0 .. plan.n), NaN where there is none. */
struct column {
	int64_t window;
	size_t value; /* where they begin among the group's values */
};

struct track {
	struct column *column;
	double *value;
	size_t n, column_room, value_room;
};

struct spark {
	const struct evaluation *e;
	const struct window_spec *spec;
	struct map groups;
	struct track *track; /* by group */
	size_t room;
	int64_t first, last; /* windows met */
};

static const char other_key[] = "(other)";

struct spark *
spark_new(const struct evaluation *e, const struct window_spec *spec)
{
	struct spark *s = xcalloc(1, sizeof *s);

	s->e = e;
	s->spec = spec;
	s->first = INT64_MAX;
	s->last = INT64_MIN;
	map_init(&s->groups);
	return s;
}

void
spark_free(struct spark *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->groups.n; i++) {
		free(s->track[i].column);
		free(s->track[i].value);
	}
	free(s->track);
	map_release(&s->groups);
	free(s);
}

static struct track *
track_of(struct spark *s, const struct timeline_part *part)
{
	bool added;
	uint32_t i = map_add(&s->groups, part->other ? str_of(other_key) : part->key, &added);

	GROW(s->track, (size_t)i + 1, s->room);
	if (added)
		s->track[i] = (struct track){.n = 0};
	return &s->track[i];
}

static int64_t
window_of(const struct spark *s, const struct timeline_part *part, const struct track *t)
{
	if (s->spec->kind == WINDOW_SESSION || s->spec->kind == WINDOW_COUNT)
		return (int64_t)t->n;
	return window_pane(s->spec, part->start) / s->spec->stride;
}

void
spark_emit(void *arg, const struct timeline_part *part)
{
	struct spark *s = arg;
	const struct metric_plan *p = &s->e->plan;
	struct track *t = track_of(s, part);
	int64_t window = window_of(s, part, t);

	GROW(t->column, t->n + 1, t->column_room);
	GROW(t->value, (t->n + 1) * p->n, t->value_room);
	t->column[t->n] = (struct column){window, t->n * p->n};
	for (size_t i = 0; i < p->n; i++)
		t->value[t->n * p->n + i] = metric_value(p, i, part->state).number;
	t->n++;
	s->first = window < s->first ? window : s->first;
	s->last = window > s->last ? window : s->last;
}

/* One metric of one group, in cells. */
struct line {
	double cell[SPARK_CELLS];
	size_t cells;
	double least, most, last; /* NaN: none */
};

static size_t
cell_of(const struct spark *s, size_t cells, int64_t window)
{
	return (size_t)((double)(window - s->first) / (double)(s->last - s->first + 1) *
			(double)cells);
}

static void
gather(const struct spark *s, const struct track *t, size_t metric, struct line *l)
{
	size_t count[SPARK_CELLS] = {0};
	int64_t windows = s->last - s->first + 1;

	*l = (struct line){.cells = windows < SPARK_CELLS ? (size_t)windows : SPARK_CELLS,
			   .least = NAN,
			   .most = NAN,
			   .last = NAN};
	for (size_t i = 0; i < t->n; i++) {
		double x = t->value[t->column[i].value + metric];
		size_t at = cell_of(s, l->cells, t->column[i].window);

		if (!isfinite(x))
			continue;
		count[at]++;
		l->cell[at] += (x - l->cell[at]) / (double)count[at];
		l->least = x < l->least || isnan(l->least) ? x : l->least;
		l->most = x > l->most || isnan(l->most) ? x : l->most;
		l->last = x;
	}
	for (size_t i = 0; i < l->cells; i++)
		if (!count[i])
			l->cell[i] = NAN;
}

/* How high X stands, 0 to HEIGHTS - 1; in the middle where all is the same. */
static int
height(const struct line *l, double x)
{
	double share = (x - l->least) / (l->most - l->least);
	int at = isfinite(share) ? (int)(share * HEIGHTS) : HEIGHTS / 2;

	return at < 0 ? 0 : at >= HEIGHTS ? HEIGHTS - 1 : at;
}

static void
draw(const struct line *l, bool ascii, struct buf *out)
{
	static const char signs[HEIGHTS] = {'_', '.', ',', '-', '~', '=', '*', '#'};

	for (size_t i = 0; i < l->cells; i++) {
		if (isnan(l->cell[i]))
			buf_addc(out, ' ');
		else if (ascii)
			buf_addc(out, signs[height(l, l->cell[i])]);
		else
			buf_addf(out, "\xe2\x96%c", 0x81 + height(l, l->cell[i]));
	}
}

/* "model=fraud region=eu ", safe for a terminal. */
static void
name_group(const struct spark *s, struct str key, struct buf *out)
{
	for (size_t i = 0; i < s->e->groups; i++) {
		struct str text = str_eq(key, str_of(other_key)) ? key : token_until(&key, '\t');
		char shown[NAME_ROOM];
		size_t n = utf8_escape(text, shown, sizeof shown);

		buf_addf(out, "%.*s=%.*s ", (int)s->e->group[i].n, s->e->group[i].p, (int)n, shown);
	}
}

static void
pad(struct buf *out, size_t from, size_t width)
{
	size_t now = utf8_width(STR_N(out->p + from, out->n - from));

	for (; now < width; now++)
		buf_addc(out, ' ');
}

static void
write_line(const struct spark *s, uint32_t group, size_t metric, size_t width, bool ascii,
	   struct output *out)
{
	struct str name = s->e->plan.call[metric].name;
	struct line l;
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	name_group(s, map_key(&s->groups, group), &text);
	buf_addf(&text, "%.*s", (int)name.n, name.p);
	pad(&text, 0, width + 2);
	gather(s, &s->track[group], metric, &l);
	draw(&l, ascii, &text);
	if (isfinite(l.last))
		buf_addf(&text, "  %.4g to %.4g, last %.4g", l.least, l.most, l.last);
	buf_addc(&text, '\n');
	output_add(out, text.p, text.n);
	output_row(out);
	buf_release(&text);
}

static size_t
name_width(const struct spark *s, uint32_t group, size_t metric)
{
	struct buf text;
	size_t width;

	buf_init(&text, BUF_CAP_MAX);
	name_group(s, map_key(&s->groups, group), &text);
	width = utf8_width(buf_str(&text)) + s->e->plan.call[metric].name.n;
	buf_release(&text);
	return width;
}

void
spark_write(const struct spark *s, bool ascii, struct output *out)
{
	uint32_t *order = map_sorted(&s->groups);
	size_t n = s->e->plan.n, width = 0;

	for (uint32_t g = 0; g < s->groups.n; g++)
		for (size_t i = 0; i < n; i++)
			if (name_width(s, g, i) > width)
				width = name_width(s, g, i);
	for (size_t g = 0; g < s->groups.n; g++)
		for (size_t i = 0; i < n; i++)
			write_line(s, order[g], i, width, ascii, out);
	free(order);
}
