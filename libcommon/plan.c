#include "plan.h"

#include <stdio.h>
#include <stdlib.h>

#include "number.h"
#include "plan_spread.h"
#include "plan_value.h"
#include "schema.h"
#include "utf8.h"
#include "xalloc.h"

enum plan_op {
	OP_COPY,    /* one source as it is */
	OP_TERMS,   /* terms, functions, units, checks */
	OP_LITERAL, /* the same in every row */
	OP_MEMBER,  /* filled by a spread */
};

struct plan_step {
	enum plan_op op;
	enum role role;
	const struct path_column *spec;
	size_t source; /* of the first term; the others follow */
	bool found;    /* in some row */
	struct plan_scale scale;
};

enum { PLAN_SPREADS = 3, MEMBER_KEY_MAX = 48, SHOWN_MAX = 40 };

struct plan {
	struct plan_options options;
	const struct path **path;
	size_t paths, path_room;
	struct plan_column *column;
	struct plan_step *step;
	struct value *value;
	size_t n, column_room, step_room, value_room;
	struct map names;
	struct plan_spread spread[PLAN_SPREADS];
	size_t spreads;
	struct timestamp_reader times;
	int64_t ts;
	struct plan_counts counts;
	struct plan_scratch scratch;
	struct buf members; /* of json_walk_next */
	bool grew;          /* columns were added that no row has told of */
	enum reject_reason reason;
	char message[200];
};

static const struct value missing = {{NULL, 0}, VALUE_MISSING};

static size_t
add_terms(struct plan *p, const struct path_column *spec)
{
	size_t first = p->paths;

	GROW(p->path, p->paths + spec->n, p->path_room);
	for (size_t i = 0; i < spec->n; i++)
		p->path[p->paths++] = &spec->term[i].path;
	return first;
}

/* True if a value of this column is not simply what its source is. */
static bool
needs_work(const struct plan *p, const struct plan_column *column)
{
	if (column->time || p->options.na)
		return true;
	return !p->options.as_is && (column->numeric || p->options.check_utf8);
}

/* Appends a column and returns its number, or SIZE_MAX when its name is taken. */
static size_t
add_column(struct plan *p, struct str name, struct plan_step step)
{
	bool added;
	uint32_t number = map_add(&p->names, name, &added);
	size_t i = p->n;

	if (!added)
		return SIZE_MAX;
	GROW(p->column, i + 1, p->column_room);
	GROW(p->step, i + 1, p->step_room);
	GROW(p->value, i + 1, p->value_room);
	step.role = schema_role(name);
	p->column[i] = (struct plan_column){map_key(&p->names, number), schema_is_text(step.role),
					    schema_is_numeric(step.role), step.role == ROLE_TS};
	if (step.op == OP_COPY && needs_work(p, &p->column[i]))
		step.op = OP_TERMS;
	p->step[i] = step;
	p->value[i] =
		step.op == OP_LITERAL ? (struct value){step.spec->literal, VALUE_TEXT} : missing;
	p->n++;
	return i;
}

static struct plan_step
step_of(struct plan *p, const struct path_column *spec)
{
	struct plan_step step = {.spec = spec, .source = add_terms(p, spec)};

	if (spec->scaled)
		step.scale = plan_scale_of(spec->scale_by, spec->scale_divides);
	if (spec->n == 0)
		step.op = OP_LITERAL;
	else if (spec->n == 1 && spec->term[0].function == PATH_VALUE && !spec->scaled)
		step.op = OP_COPY;
	else
		step.op = OP_TERMS;
	return step;
}

static bool
is_spread(const struct plan *p, const struct path_column *spec)
{
	return spec->spread && !p->options.flat;
}

/* The columns of ROLE, in the order in which they were asked for. */
static int
add_role(struct plan *p, const struct path_columns *columns, enum role role, struct complaint *c)
{
	for (size_t i = 0; i < columns->n; i++) {
		const struct path_column *spec = &columns->column[i];

		if (is_spread(p, spec) || schema_role(spec->name) != role)
			continue;
		if (add_column(p, spec->name, step_of(p, spec)) == SIZE_MAX)
			return complain(c, STATUS_USAGE, 0, "column '%.*s' is named twice",
					(int)spec->name.n, spec->name.p);
	}
	return 0;
}

static int
add_spread(struct plan *p, const struct path_column *spec, struct complaint *c)
{
	if (!is_spread(p, spec))
		return 0;
	if (p->spreads == PLAN_SPREADS)
		return complain(c, STATUS_USAGE, 0, "more than %d spreads", PLAN_SPREADS);
	plan_spread_init(&p->spread[p->spreads++], spec, add_terms(p, spec));
	return 0;
}

/* A column for the member KEY, under the first of its names that is free. */
static size_t
add_member(struct plan *p, char letter, struct str key)
{
	struct plan_step step = {.op = OP_MEMBER};
	struct buf raw, name;
	size_t column = SIZE_MAX;

	if (p->n >= SCHEMA_COLUMNS_MAX)
		return SIZE_MAX;
	buf_init(&raw, BUF_CAP_MAX);
	buf_init(&name, BUF_CAP_MAX);
	for (unsigned again = 1; column == SIZE_MAX; again++) {
		buf_clear(&raw);
		buf_clear(&name);
		buf_addf(&raw, "%c_", letter);
		buf_add(&raw, key.p, again == 1 || key.n < MEMBER_KEY_MAX ? key.n : MEMBER_KEY_MAX);
		if (again > 1)
			buf_addf(&raw, "_%u", again);
		schema_legal_name(buf_str(&raw), &name);
		column = add_column(p, buf_str(&name), step);
	}
	buf_release(&raw);
	buf_release(&name);
	return column;
}

/* Of a spread f=, numbers are features and anything else is a category. */
static char
member_letter(const struct plan_spread *s, struct value v)
{
	char letter = s->spec->name.p[0];

	return letter == 'f' && v.kind != VALUE_NUMBER ? 'c' : letter;
}

struct plan *
plan_new(const struct path_columns *columns, const struct plan_options *o, struct complaint *c)
{
	struct plan *p = xcalloc(1, sizeof *p);
	int status = 0;

	p->options = *o;
	p->ts = TIMESTAMP_NONE;
	map_init(&p->names);
	plan_scratch_init(&p->scratch);
	buf_init(&p->members, BUF_CAP_MAX);
	if (o->times)
		p->times = *o->times;
	else
		timestamp_reader_init(&p->times, NULL);
	for (enum role role = ROLE_TS; role <= ROLE_C && status == 0; role++)
		status = add_role(p, columns, role, c);
	for (size_t i = 0; i < columns->n && status == 0; i++)
		status = add_spread(p, &columns->column[i], c);
	if (status == 0)
		return p;
	plan_free(p);
	return NULL;
}

void
plan_free(struct plan *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->spreads; i++)
		plan_spread_release(&p->spread[i]);
	plan_scratch_release(&p->scratch);
	buf_release(&p->members);
	map_release(&p->names);
	free(p->path);
	free(p->column);
	free(p->step);
	free(p->value);
	free(p);
}

const struct path *const *
plan_paths(const struct plan *p, size_t *n)
{
	*n = p->paths;
	return p->path;
}

const struct plan_column *
plan_columns(const struct plan *p, size_t *n)
{
	*n = p->n;
	return p->column;
}

bool
plan_spreads(const struct plan *p)
{
	return p->spreads > 0;
}

/* The numbers of the columns in schema order; equal roles stay as they came. */
static size_t *
schema_order(const struct plan *p)
{
	size_t *order = xcalloc(p->n, sizeof *order), n = 0;

	for (enum role role = ROLE_TS; role <= ROLE_C; role++)
		for (size_t i = 0; i < p->n; i++)
			if (p->step[i].role == role)
				order[n++] = i;
	return order;
}

static void
move_columns(struct plan *p, const size_t *order)
{
	struct plan_column *column = xcalloc(p->n, sizeof *column);
	struct plan_step *step = xcalloc(p->n, sizeof *step);
	size_t *now_at = xcalloc(p->n, sizeof *now_at);

	for (size_t i = 0; i < p->n; i++) {
		column[i] = p->column[order[i]];
		step[i] = p->step[order[i]];
		now_at[order[i]] = i;
	}
	for (size_t s = 0; s < p->spreads; s++)
		for (size_t k = 0; k < p->spread[s].keys.n; k++)
			p->spread[s].column[k] = now_at[p->spread[s].column[k]];
	free(p->column);
	free(p->step);
	free(now_at);
	p->column = column;
	p->step = step;
	p->column_room = p->step_room = p->n;
}

void
plan_settle(struct plan *p)
{
	size_t *order = schema_order(p);

	move_columns(p, order);
	free(order);
	for (size_t i = 0; i < p->n; i++) {
		p->step[i].found = false;
		p->value[i] = p->step[i].op == OP_LITERAL
				      ? (struct value){p->step[i].spec->literal, VALUE_TEXT}
				      : missing;
	}
	p->grew = false;
	p->counts = (struct plan_counts){0};
	p->times.zoneless = p->times.folds = p->times.gaps = 0;
}

static enum plan_result
reject(struct plan *p, enum reject_reason reason, const struct plan_column *column,
       const char *what, struct str text)
{
	int shown = text.n > SHOWN_MAX ? SHOWN_MAX : (int)text.n;

	p->reason = reason;
	snprintf(p->message, sizeof p->message, "%.*s: %s '%.*s'", (int)column->name.n,
		 column->name.p, what, shown, text.n ? text.p : "");
	return PLAN_REJECT;
}

static inline bool
is_present(const struct value *v)
{
	return v->kind != VALUE_MISSING && v->kind != VALUE_NAN;
}

/*
 * Field by field, as it was written a moment ago: a wider load would have to wait until
 * all of it is in the cache.
 */
static inline void
copy_value(struct value *to, const struct value *from)
{
	const char *p = from->text.p;
	size_t n = from->text.n;

	to->kind = from->kind;
	to->text.n = n;
	to->text.p = p;
}

/* *V becomes the first term that is present. */
static inline void
first_term(struct plan *p, const struct path_column *spec, const struct value *source,
	   struct value *v)
{
	for (size_t i = 0; i < spec->n; i++, source++) {
		if (source->kind == VALUE_TEXT && p->options.na &&
		    str_eq(source->text, str_of(p->options.na)))
			continue;
		if (spec->term[i].function != PATH_VALUE)
			*v = plan_function(spec->term[i].function, *source, &p->scratch);
		else
			copy_value(v, source);
		if (is_present(v))
			return;
	}
	*v = missing;
}

static enum plan_result
make_time(struct plan *p, const struct plan_column *column, struct value *v)
{
	int64_t us;
	int status = v->kind == VALUE_COMPOUND || v->kind == VALUE_BOOL
			     ? STATUS_SYNTAX
			     : timestamp_parse(&p->times, v->text, &us);
	char *text;

	if (status < 0 && v->kind == VALUE_TEXT && number_is_missing(v->text)) {
		p->counts.na++;
		*v = missing;
		return PLAN_ROW;
	}
	if (status == STATUS_RANGE)
		return reject(p, REJECT_TIME, column, "time out of range or of another unit",
			      v->text);
	if (status < 0)
		return reject(p, REJECT_TIME, column, "not a time", v->text);
	p->ts = us;
	if (p->options.as_is)
		return PLAN_ROW;
	text = plan_scratch_take(&p->scratch, TIMESTAMP_TEXT);
	timestamp_print(us, text);
	*v = (struct value){{text, TIMESTAMP_TEXT}, VALUE_TEXT};
	return PLAN_ROW;
}

static enum plan_result
make_number(struct plan *p, const struct plan_column *column, const struct plan_step *step,
	    struct value *v)
{
	struct str text = v->text;

	switch (plan_number(v, &step->scale, step->role == ROLE_LATENCY_MS, &p->scratch)) {
	case PLAN_NUMBER:
		return PLAN_ROW;
	case PLAN_NO_NUMBER:
		p->counts.na++;
		return PLAN_ROW;
	case PLAN_NOT_A_NUMBER:
		return reject(p, REJECT_NUMBER, column, "not a number", text);
	case PLAN_TOO_LARGE:
		break;
	}
	return reject(p, REJECT_NUMBER, column, "beyond the range of a double", text);
}

/* Text of a format that does not check it: U+FFFD for what is not UTF-8. */
static enum plan_result
make_utf8(struct plan *p, const struct plan_column *column, struct value *v)
{
	struct buf mended;
	char *text;

	if (utf8_valid(v->text))
		return PLAN_ROW;
	if (p->options.utf8_reject)
		return reject(p, REJECT_UTF8, column, "not UTF-8:", v->text);
	buf_init(&mended, BUF_CAP_MAX);
	p->counts.replaced += utf8_replace(v->text, &mended);
	text = plan_scratch_take(&p->scratch, mended.n);
	memcpy(text, mended.p, mended.n);
	v->text = (struct str){text, mended.n};
	buf_release(&mended);
	return PLAN_ROW;
}

static enum plan_result
make_value(struct plan *p, const struct plan_column *column, const struct plan_step *step,
	   struct value *v)
{
	if (!is_present(v)) {
		*v = missing;
		return PLAN_ROW;
	}
	if (column->time)
		return make_time(p, column, v);
	if (step->scale.on || (column->numeric && !p->options.as_is))
		return make_number(p, column, step, v);
	return p->options.check_utf8 ? make_utf8(p, column, v) : PLAN_ROW;
}

/* A decoded text lives in the walk's buffer only until its next step. */
static struct value
keep_member(struct plan *p, struct value v)
{
	uintptr_t text = (uintptr_t)v.text.p, from = (uintptr_t)p->members.p;
	char *copy;

	if (text < from || text >= from + p->members.n)
		return v;
	copy = plan_scratch_take(&p->scratch, v.text.n);
	memcpy(copy, v.text.p, v.text.n);
	v.text.p = copy;
	return v;
}

/* One member of a spread. */
static enum plan_result
take_member(struct plan *p, struct plan_spread *s, struct str key, struct value v)
{
	size_t *column;

	if (!is_present(&v))
		return PLAN_ROW;
	column = plan_spread_next(s, member_letter(s, v), key);
	if (*column == SIZE_MAX) {
		size_t added = add_member(p, member_letter(s, v), key);

		if (added == SIZE_MAX) {
			p->reason = REJECT_FIELDS;
			snprintf(p->message, sizeof p->message, "more than %d columns",
				 SCHEMA_COLUMNS_MAX);
			return PLAN_REJECT;
		}
		*column = added;
		p->grew = true;
	}
	p->value[*column] = keep_member(p, v);
	return make_value(p, &p->column[*column], &p->step[*column], &p->value[*column]);
}

static enum plan_result
spread_members(struct plan *p, struct plan_spread *s, const struct value *source)
{
	enum plan_result result = PLAN_ROW;
	struct json_walk walk;
	struct value v, member;
	struct str key;

	first_term(p, s->spec, source + s->source, &v);
	plan_spread_restart(s);
	if (v.kind != VALUE_COMPOUND || json_walk_start(&walk, v.text) < 0)
		return PLAN_ROW;
	while (result == PLAN_ROW && json_walk_next(&walk, &p->members, &key, &member) == 1)
		result = take_member(p, s, key, member);
	return result;
}

/* What STEP makes of the record for column I. */
static enum plan_result
take_step(struct plan *p, struct plan_step *step, size_t i, const struct value *source)
{
	struct value *v = &p->value[i];

	switch (step->op) {
	case OP_COPY:
		copy_value(v, source + step->source);
		if (is_present(v))
			step->found = true;
		else
			*v = missing;
		return PLAN_ROW;
	case OP_TERMS:
		first_term(p, step->spec, source + step->source, v);
		step->found |= v->kind != VALUE_MISSING;
		return make_value(p, &p->column[i], step, v);
	case OP_LITERAL:
		return PLAN_ROW;
	case OP_MEMBER:
		*v = missing;
		return PLAN_ROW;
	}
	return PLAN_ROW;
}

enum plan_result
plan_row(struct plan *p, const struct value *source)
{
	enum plan_result result = PLAN_ROW;

	plan_scratch_clear(&p->scratch);
	p->ts = TIMESTAMP_NONE;
	for (size_t i = 0; i < p->n && result == PLAN_ROW; i++)
		result = take_step(p, &p->step[i], i, source);
	for (size_t i = 0; i < p->spreads && result == PLAN_ROW; i++)
		result = spread_members(p, &p->spread[i], source);
	if (result == PLAN_ROW && p->grew) {
		result = PLAN_GREW;
		p->grew = false;
	}
	return result;
}

const struct value *
plan_values(const struct plan *p)
{
	return p->value;
}

int64_t
plan_ts(const struct plan *p)
{
	return p->ts;
}

enum reject_reason
plan_reason(const struct plan *p, const char **message)
{
	*message = p->message;
	return p->reason;
}

bool
plan_found(const struct plan *p, const struct path_column *spec)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->step[i].spec == spec && p->step[i].op != OP_MEMBER)
			return p->step[i].found || p->step[i].op == OP_LITERAL;
	for (size_t i = 0; i < p->spreads; i++)
		if (p->spread[i].spec == spec)
			return p->spread[i].keys.n > 0;
	return false;
}

void
plan_counts(const struct plan *p, struct plan_counts *counts)
{
	*counts = p->counts;
	counts->zoneless = p->times.zoneless;
	counts->folds = p->times.folds;
	counts->gaps = p->times.gaps;
}
