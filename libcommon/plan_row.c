/* plan - the values of one row. */
#include <stdio.h>

#include "json.h"
#include "number.h"
#include "plan_internal.h"
#include "utf8.h"

static const struct value missing = {{NULL, 0}, VALUE_MISSING};

/* Of a spread f=, numbers are features and anything else is a category. */
static char
member_letter(const struct plan_spread *s, struct value v)
{
	char letter = s->spec->name.p[0];

	return letter == 'f' && v.kind != VALUE_NUMBER ? 'c' : letter;
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
reject_time(struct plan *p, const struct plan_column *column, int status, struct str text)
{
	return reject(p, REJECT_TIME, column,
		      status == STATUS_RANGE ? "time out of range or of another unit"
					     : "not a time",
		      text);
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
	if (status < 0)
		return reject_time(p, column, status, v->text);
	p->ts = us;
	if (p->options.as_is)
		return PLAN_ROW;
	text = plan_scratch_take(&p->scratch, TIMESTAMP_TEXT);
	timestamp_write(&p->written, us, text);
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
	return p->options.check_utf8 && !p->ascii ? make_utf8(p, column, v) : PLAN_ROW;
}

void
plan_ascii(struct plan *p, bool ascii)
{
	p->ascii = ascii;
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
		size_t added = plan_add_member(p, member_letter(s, v), key);

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

/* The only source of STEP, which then was found; false if it has none. */
static inline bool
take_source(struct plan_step *step, const struct value *source, struct value *v)
{
	copy_value(v, source + step->source);
	if (!is_present(v)) {
		*v = missing;
		return false;
	}
	step->found = true;
	return true;
}

/* What STEP makes of the record for column I. */
static enum plan_result
take_step(struct plan *p, struct plan_step *step, size_t i, const struct value *source)
{
	struct value *v = &p->value[i];

	switch (step->op) {
	case OP_COPY:
		take_source(step, source, v);
		return PLAN_ROW;
	case OP_UTF8:
		if (!take_source(step, source, v) || p->ascii)
			return PLAN_ROW;
		return make_utf8(p, &p->column[i], v);
	case OP_TIME:
		return take_source(step, source, v) ? make_time(p, &p->column[i], v) : PLAN_ROW;
	case OP_NUMBER:
		if (!take_source(step, source, v))
			return PLAN_ROW;
		if (v->kind == VALUE_NUMBER && plan_is_moderate(v->text))
			return PLAN_ROW;
		return make_number(p, &p->column[i], step, v);
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
	p->made = p->value;
	if (result == PLAN_ROW && p->grew) {
		result = PLAN_GREW;
		p->grew = false;
	}
	return result;
}

/* Which columns had a value, until all had. */
static void
note_found(struct plan *p, const struct value *source)
{
	p->unfound = 0;
	for (size_t i = 0; i < p->n; i++) {
		p->step[i].found |= is_present(&source[i]);
		p->unfound += !p->step[i].found;
	}
}

/* Nothing is made of the row but its time. */
static enum plan_result
plain_row(struct plan *p, const struct value *source)
{
	size_t i = p->timed;
	int status;

	p->made = source;
	p->ts = TIMESTAMP_NONE;
	if (p->unfound)
		note_found(p, source);
	if (i == SIZE_MAX || !is_present(&source[i]))
		return PLAN_ROW;
	status = timestamp_parse(&p->times, source[i].text, &p->ts);
	if (status == 0)
		return PLAN_ROW;
	p->ts = TIMESTAMP_NONE;
	if (status == STATUS_RANGE)
		return reject_time(p, &p->column[i], status, source[i].text);
	return plan_row(p, source);
}

enum plan_result
plan_row_of_texts(struct plan *p, const struct value *source)
{
	return p->plain && (p->ascii || !p->checked) ? plain_row(p, source) : plan_row(p, source);
}

const struct value *
plan_values(const struct plan *p)
{
	return p->made;
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
