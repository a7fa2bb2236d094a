#include "feature.h"

#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "number.h"
#include "schema.h"
#include "timestamp.h"
#include "xalloc.h"

enum { PERCENT_OF_A_KIND = 99 };

void
features_init(struct features *f)
{
	*f = (struct features){0};
}

static void
truncate_to(struct features *f, size_t n)
{
	for (size_t i = n; i < f->n; i++)
		free((char *)f->feature[i].name.p);
	f->n = n;
}

void
features_release(struct features *f)
{
	truncate_to(f, 0);
	free(f->feature);
	features_init(f);
}

void
features_add(struct features *f, struct str name, enum feature_kind kind)
{
	GROW(f->feature, f->n + 1, f->room);
	f->feature[f->n++] =
		(struct feature){.name = {xmemdup0(name.p, name.n), name.n}, .kind = kind};
}

int
features_each(const char *list, features_name *name, void *arg, struct complaint *c)
{
	struct str rest = str_of(list);
	int status = 0;

	for (const char *comma = list; comma && status == 0;) {
		struct str one;

		comma = memchr(rest.p, ',', rest.n);
		one = STR_N(rest.p, comma ? (size_t)(comma - rest.p) : rest.n);
		rest = STR_N(one.p + one.n + !!comma, rest.n - one.n - !!comma);
		one = str_trim(one);
		status = one.n ? name(arg, one, c)
			       : complain(c, STATUS_SYNTAX, 0, "a name is empty in '%s'", list);
	}
	return status;
}

/* A table's columns, while they are chosen from. */
struct table {
	struct features *f;
	const struct features_request *request;
	const struct plan_column *column;
	struct str *name;
	size_t n;
};

static bool
is_among(struct str name, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], name))
			return true;
	return false;
}

static struct feature *
find(const struct features *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->feature[i].name, name))
			return &f->feature[i];
	return NULL;
}

static void
take(const struct table *t, size_t at, bool named)
{
	struct feature *x;

	features_add(t->f, t->name[at], FEATURE_NUMBER);
	x = &t->f->feature[t->f->n - 1];
	x->at = at;
	x->named = named;
	x->category = schema_is_text(schema_role(x->name));
}

static int
take_named(void *arg, struct str name, struct complaint *c)
{
	const struct table *t = arg;
	size_t at;

	if (lookup("column", name, t->name, t->n, &at, c) < 0)
		return STATUS_MISSING;
	if (is_among(name, t->request->group, t->request->groups))
		return complain(c, STATUS_USAGE, 0, "column '%.*s' is the group's", (int)name.n,
				name.p);
	if (!find(t->f, name))
		take(t, at, true);
	return 0;
}

static int
make_categorical(void *arg, struct str name, struct complaint *c)
{
	const struct table *t = arg;
	struct feature *x = find(t->f, name);
	size_t at;

	if (lookup("column", name, t->name, t->n, &at, c) < 0)
		return STATUS_MISSING;
	if (x)
		x->category = true;
	return 0;
}

static bool
is_bystander(const struct table *t, size_t at)
{
	static const struct str never[] = {STR_INIT("ts_end"), STR_INIT("late"),
					   STR_INIT("partial")};
	enum role role = schema_role(t->name[at]);

	return role == ROLE_TS || role == ROLE_ID || is_among(t->name[at], never, 3) ||
	       is_among(t->name[at], t->request->group, t->request->groups);
}

int
features_choose(struct features *f, const struct features_request *r,
		const struct plan_column *column, size_t n, struct complaint *c)
{
	struct table t = {f, r, column, xcalloc(n, sizeof *t.name), n};
	int status = 0;

	for (size_t i = 0; i < n; i++)
		t.name[i] = column[i].name;
	if (r->features)
		status = features_each(r->features, take_named, &t, c);
	for (size_t i = 0; i < n && !r->features; i++)
		if (!is_bystander(&t, i))
			take(&t, i, false);
	if (status == 0 && r->categorical)
		status = features_each(r->categorical, make_categorical, &t, c);
	free(t.name);
	return status;
}

bool
feature_number(const struct value *v, double *x)
{
	*x = NAN;
	if (v->kind == VALUE_MISSING || v->kind == VALUE_NAN || v->text.n == 0)
		return true;
	if (number_parse_lax(v->text, x) == 0)
		return true;
	*x = NAN;
	return number_is_missing(v->text);
}

/* Dates, with or without a time of day; a number is none. */
static bool
is_time(struct str s)
{
	struct timestamp_reader reader;
	int64_t us;

	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	timestamp_reader_init(&reader, NULL);
	return timestamp_parse(&reader, s, &us) == 0;
}

void
features_see(struct features *f, const struct value *value)
{
	for (size_t i = 0; i < f->n; i++) {
		struct feature *x = &f->feature[i];
		const struct value *v = &value[x->at];
		double number;

		if (x->category)
			continue;
		if (!feature_number(v, &number)) {
			x->values++;
			x->times += is_time(v->text);
		} else if (!isnan(number)) {
			x->values++;
			x->numbers++;
		}
	}
}

static bool
is_most(uint64_t part, uint64_t all)
{
	return (double)part * 100 >= (double)all * PERCENT_OF_A_KIND;
}

static enum feature_kind
kind_of(const struct feature *x)
{
	if (x->category)
		return FEATURE_CATEGORY;
	if (is_most(x->numbers, x->values))
		return FEATURE_NUMBER;
	return !x->named && is_most(x->times, x->values) ? FEATURE_TIME : FEATURE_CATEGORY;
}

/* Drops the features of KIND, or all of other kinds. */
static void
sift(struct features *f, enum feature_kind kind, bool wanted)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct feature x = f->feature[i];

		if ((x.kind == kind) == wanted) {
			f->feature[i] = f->feature[kept];
			f->feature[kept++] = x;
		}
	}
	truncate_to(f, kept);
}

void
features_settle(struct features *f)
{
	for (size_t i = 0; i < f->n; i++)
		f->feature[i].kind = kind_of(&f->feature[i]);
	sift(f, FEATURE_TIME, false);
}

void
features_keep(struct features *f, enum feature_kind kind)
{
	sift(f, kind, true);
}

/* Several that are missing are named, as far as there is room; one gets a hint. */
static int
tell_missing(const struct str *missing, size_t n, const struct str *name, size_t names,
	     struct complaint *c)
{
	struct complaint these = {.text = ""}, there = {.text = ""};
	size_t at;

	if (n == 1)
		return lookup("column", missing[0], name, names, &at, c);
	lookup_list(&these, missing, n);
	lookup_list(&there, name, names);
	return complain(c, STATUS_MISSING, 0, "no columns %.100s; there are: %.100s", these.text,
			there.text);
}

int
features_bind(struct features *f, const struct plan_column *column, size_t n, struct complaint *c)
{
	struct str *name = xcalloc(n + f->n, sizeof *name), *missing = name + n;
	size_t gone = 0;
	int status = 0;

	for (size_t i = 0; i < n; i++)
		name[i] = column[i].name;
	for (size_t i = 0; i < f->n; i++) {
		struct feature *x = &f->feature[i];

		for (x->at = 0; x->at < n && !str_eq(name[x->at], x->name); x->at++)
			;
		if (x->at == n)
			missing[gone++] = x->name;
	}
	if (gone)
		status = tell_missing(missing, gone, name, n, c);
	free(name);
	return status;
}

size_t
features_numbers(const struct features *f, const struct value *value, double *x)
{
	size_t odd = 0;

	for (size_t i = 0; i < f->n; i++)
		odd += !feature_number(&value[f->feature[i].at], &x[i]);
	return odd;
}
