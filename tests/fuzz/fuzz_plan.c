/*
 * Metrics as -m takes them, and states of them: names are legal and different, each has an
 * answer on no rows and on some; a state that loads is saved as the same text.  A byte for
 * the task, the list in a line, the rest as a state's text.
 */
#include <math.h>

#include "fuzz.h"
#include "metric.h"
#include "schema.h"
#include "token.h"

static const struct str have[] = {STR_INIT("label"), STR_INIT("pred"), STR_INIT("score"),
				  STR_INIT("x"), STR_INIT("model")};

enum { HAVE = 5, ROWS = 12, COLUMNS_MOST = 64 };

static bool
guess(struct task *t, unsigned choice)
{
	static const enum task_kind kinds[] = {TASK_BINARY, TASK_MULTICLASS, TASK_REGRESSION,
					       TASK_NONE};
	const struct value label[] = {{STR_INIT("0"), VALUE_TEXT},
				      {STR_INIT("1"), VALUE_TEXT},
				      {STR_INIT("1"), VALUE_TEXT},
				      {STR_INIT("0"), VALUE_TEXT}};
	struct complaint c;
	struct buf reason;
	int status;

	task_init(t);
	t->kind = kinds[choice % 4];
	buf_init(&reason, BUF_CAP_MAX);
	status = task_guess(t, label, label, 4, true, NULL, 0, &reason, &c);
	buf_release(&reason);
	return status == 0;
}

static void
add_rows(const struct metric_plan *p, struct metric_state *s)
{
	struct value value[COLUMNS_MOST];
	const struct value *column[COLUMNS_MOST];

	for (uint32_t i = 0; i < ROWS; i++) {
		struct sample x = sample_empty();

		for (size_t k = 0; k < p->columns && k < COLUMNS_MOST; k++) {
			value[k] = (struct value){i % 3 ? STR("1.5") : STR("a"), VALUE_TEXT};
			column[k] = &value[k];
		}
		x.label = p->task->classes.n ? i % 2 : CLASS_NONE;
		x.pred = p->task->classes.n ? i / 2 % 2 : CLASS_NONE;
		x.y = i;
		x.yhat = i * 0.5;
		x.score = i / (double)ROWS;
		x.column = column;
		if (p->columns <= COLUMNS_MOST)
			metric_state_add(p, s, &x);
	}
}

static void
hold_values(const struct metric_plan *p, struct metric_state *s)
{
	for (size_t i = 0; i < p->n; i++) {
		struct metric_result r = metric_value(p, i, s);
		struct interval at = metric_interval(p, i, s, 0.95);

		HOLD(!isinf(r.number));
		HOLD(!isnan(r.number) || r.text.p || r.why);
		HOLD(isnan(at.lo) || isnan(at.hi) || at.lo <= at.hi);
	}
}

static void
hold_saved(const struct metric_plan *p, struct metric_state *s)
{
	struct metric_state *again = metric_state_new(p);
	struct buf text, same;

	buf_init(&text, BUF_CAP_MAX);
	buf_init(&same, BUF_CAP_MAX);
	HOLD(metric_state_save(p, s, &text) == 0);
	HOLD(metric_state_load(p, again, buf_str(&text)) == 0);
	HOLD(metric_state_save(p, again, &same) == 0);
	HOLD_SAME(buf_str(&text), buf_str(&same));
	hold_values(p, again);
	metric_state_free(p, again);
	buf_release(&text);
	buf_release(&same);
}

static void
hold_loaded(const struct metric_plan *p, struct str text)
{
	struct metric_state *s = metric_state_new(p), *twice = metric_state_new(p);
	struct buf same;

	buf_init(&same, BUF_CAP_MAX);
	if (metric_state_load(p, s, text) == 0) {
		HOLD(metric_state_save(p, s, &same) == 0);
		HOLD_SAME(buf_str(&same), text);
		HOLD(metric_state_load(p, twice, text) == 0);
		metric_state_merge(p, twice, s);
		hold_saved(p, twice);
	}
	metric_state_free(p, s);
	metric_state_free(p, twice);
	buf_release(&same);
}

static void
hold_plan(struct metric_plan *p, struct str rest)
{
	struct metric_state *s = metric_state_new(p);

	for (size_t i = 0; i < p->n; i++) {
		HOLD(schema_name_ok(p->call[i].name));
		for (size_t k = 0; k < i; k++)
			HOLD(!str_eq(p->call[i].name, p->call[k].name));
	}
	hold_values(p, s);
	hold_loaded(p, rest);
	add_rows(p, s);
	hold_values(p, s);
	hold_saved(p, s);
	metric_state_free(p, s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&rest);
	struct str list = token_until(&rest, '\n');
	struct metric_plan plan;
	struct complaint c;
	struct task task;

	if (guess(&task, choice)) {
		if (metric_plan_init(&plan, list, &task, have, HAVE, false, choice & 128, &c) ==
		    0) {
			hold_plan(&plan, rest);
			metric_plan_release(&plan);
		} else {
			HOLD(c.text[0]);
		}
	}
	task_release(&task);
	return 0;
}
