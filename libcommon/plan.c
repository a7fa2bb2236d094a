#include "plan.h"

#include <stdlib.h>

#include "plan_internal.h"
#include "xalloc.h"

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

/* How a value of this column comes from its only source. */
static enum plan_op
op_of(const struct plan *p, const struct plan_column *column)
{
	if (p->options.na)
		return OP_TERMS;
	if (column->time)
		return OP_TIME;
	if (column->numeric && !p->options.as_is)
		return OP_NUMBER;
	return p->options.check_utf8 && !p->options.as_is ? OP_UTF8 : OP_COPY;
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
	if (step.op == OP_COPY)
		step.op = op_of(p, &p->column[i]);
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

size_t
plan_add_member(struct plan *p, char letter, struct str key)
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

/* True if step I only reads the time of its source, which stays as it is. */
static bool
is_plain_time(const struct plan *p, size_t i)
{
	const struct path_column *spec = p->step[i].spec;

	return p->column[i].time && p->options.as_is && !p->options.na && spec->n == 1 &&
	       spec->term[0].function == PATH_VALUE && !spec->scaled;
}

/* Can values be their sources? */
static void
find_plain(struct plan *p)
{
	p->plain = p->spreads == 0;
	p->timed = SIZE_MAX;
	p->unfound = p->n;
	for (size_t i = 0; i < p->n && p->plain; i++) {
		if (is_plain_time(p, i))
			p->timed = i;
		else
			p->plain = p->step[i].op == OP_COPY || p->step[i].op == OP_UTF8;
		p->plain &= p->step[i].source == i;
		p->checked |= p->step[i].op == OP_UTF8;
	}
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
	p->made = p->value;
	find_plain(p);
	if (status == 0)
		return p;
	plan_free(p);
	return NULL;
}

static void *
copy_of(const void *p, size_t n, size_t size)
{
	void *copy = xcalloc(n, size);

	if (n)
		memcpy(copy, p, n * size);
	return copy;
}

static void
copy_columns(struct plan *p, const struct plan *from)
{
	p->path = copy_of(from->path, from->paths, sizeof *p->path);
	p->column = copy_of(from->column, from->n, sizeof *p->column);
	p->step = copy_of(from->step, from->n, sizeof *p->step);
	p->value = copy_of(from->value, from->n, sizeof *p->value);
	p->path_room = from->paths;
	p->column_room = p->step_room = p->value_room = from->n;
	map_copy(&p->names, &from->names);
	for (size_t i = 0; i < p->n; i++) {
		p->column[i].name = map_key(&p->names, map_find(&p->names, from->column[i].name));
		p->step[i].found = false;
		if (p->step[i].op != OP_LITERAL)
			p->value[i] = missing;
	}
}

struct plan *
plan_copy(const struct plan *from)
{
	struct plan *p = xcalloc(1, sizeof *p);

	*p = *from;
	plan_scratch_init(&p->scratch);
	buf_init(&p->members, BUF_CAP_MAX);
	copy_columns(p, from);
	p->made = p->value;
	p->unfound = p->n;
	for (size_t i = 0; i < p->spreads; i++)
		plan_spread_copy(&p->spread[i], &from->spread[i]);
	p->counts = (struct plan_counts){0};
	p->times.zoneless = p->times.folds = p->times.gaps = 0;
	return p;
}

uint64_t
plan_epoch(const struct plan *p)
{
	return (p->n << 4 | p->times.decided) << 1 | p->grew;
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
