/*
 * watching - what one run leaves to the next:
 *
 *     watch TAB methods and parameters TAB columns TAB group columns LF
 *     rows TAB number LF
 *     group TAB 0, or 1 for (other) TAB key TAB state TAB state ... LF
 *
 * A line for each group, a state for each column and method, empty where nothing was added.
 */
#include <stdlib.h>

#include "token.h"
#include "watching_parts.h"

static int
put_names(struct buf *out, const struct str *name, size_t n)
{
	int status = buf_addc(out, '\t');

	for (size_t i = 0; i < n && status == 0; i++) {
		status = token_put_text(out, name[i]);
		if (status == 0)
			status = buf_addc(out, ':');
	}
	return status;
}

static int
put_method(const struct watching *w, size_t i, struct buf *out)
{
	const struct method *m = w->options->method[i];
	int status = token_put_text(out, str_of(m->name));

	for (size_t k = 0; m->change->parameter[k].name && status == 0; k++) {
		status = buf_addc(out, '/');
		if (status == 0)
			status = token_put_double(out, w->value[i][k] + 0.0);
	}
	return status == 0 ? buf_addc(out, ':') : status;
}

static int
put_plan(const struct watching *w, struct buf *out)
{
	int status = buf_adds(out, "watch\t");

	for (size_t i = 0; i < w->options->methods && status == 0; i++)
		status = put_method(w, i, out);
	if (status == 0)
		status = put_names(out, w->column, w->columns);
	if (status == 0)
		status = put_names(out, w->group, w->groups);
	return status == 0 ? buf_addc(out, '\n') : status;
}

/* The detectors of group number K; the key of GROUP_OTHER is empty. */
static int
put_group(const struct watching *w, uint32_t k, struct buf *out)
{
	size_t each = watching_of_group(w);
	struct str key = k == GROUP_OTHER ? STR("") : group_key(&w->group_of, k);
	int status = buf_addf(out, "group\t%d\t", k == GROUP_OTHER);

	if (status == 0)
		status = token_put_text(out, key);
	for (size_t i = 0; i < each && status == 0; i++) {
		size_t at = k * each + i;
		const struct method *m = w->options->method[i % w->options->methods];

		status = buf_addc(out, '\t');
		if (status == 0 && at < w->states && w->state[at])
			status = change_save(m->change, w->state[at], out);
	}
	return status == 0 ? buf_addc(out, '\n') : status;
}

int
watching_save(const struct watching *w, struct buf *out)
{
	int status = put_plan(w, out);

	if (status == 0)
		status = buf_adds(out, "rows\t");
	if (status == 0)
		status = token_put_hex(out, w->rows);
	if (status == 0)
		status = buf_addc(out, '\n');
	for (uint32_t k = 0; k <= group_n(&w->group_of) && status == 0; k++)
		if (k != GROUP_OTHER || w->group_of.other)
			status = put_group(w, k, out);
	return status;
}

static int
damaged(struct complaint *c)
{
	return complain(c, STATUS_DAMAGED, 0,
			"the state is damaged: remove it to start anew from the first row");
}

/* One line of put_group; false: damaged. */
static bool
load_group(struct watching *w, struct str line)
{
	size_t each = watching_of_group(w), methods = w->options->methods;
	struct str word = token_until(&line, '\t'), other = token_until(&line, '\t');
	struct str key = token_until(&line, '\t');
	struct buf text;
	uint32_t k = GROUP_OTHER;
	bool good;

	buf_init(&text, BUF_CAP_MAX);
	good = str_eq(word, STR("group")) && token_take_text(&key, &text) && key.n == 0;
	if (str_eq(other, STR("0")))
		k = group_of_key(&w->group_of, buf_str(&text));
	else if (str_eq(other, STR("1")) && text.n == 0)
		w->group_of.other = 1;
	else
		good = false;
	buf_release(&text);
	for (size_t i = 0; i < each && good; i++) {
		struct str state = token_until(&line, '\t');

		if (state.n == 0)
			continue;
		good = change_load(w->options->method[i % methods]->change,
				   watching_state(w, k, i / methods, i % methods), state);
	}
	return good && line.n == 0;
}

int
watching_resume(struct watching *w, struct str lines, struct complaint *c)
{
	struct str plan = token_until(&lines, '\n'), rows = token_until(&lines, '\n');
	struct str word = token_until(&rows, '\t');
	struct buf own;
	bool same;

	buf_init(&own, BUF_CAP_MAX);
	same = put_plan(w, &own) == 0 && own.n == plan.n + 1 && str_eq(plan, STR_N(own.p, plan.n));
	buf_release(&own);
	if (!same)
		return complain(c, STATUS_USAGE, 0,
				"the state is of a run with other methods, parameters, columns or "
				"groups: name another file, or remove this one");
	if (!str_eq(word, STR("rows")) || !token_take_count(&rows, &w->rows) || rows.n)
		return damaged(c);
	while (lines.n)
		if (!load_group(w, token_until(&lines, '\n')))
			return damaged(c);
	return 0;
}
