/* confusion - how often each label met each prediction: one row a label. */
#include <stdlib.h>

#include "confusion.h"
#include "schema.h"
#include "view.h"
#include "xalloc.h"

/* Columns pred_<class>, made legal and told apart by _2, _3, ... */
static void
confusion_columns(const struct view_job *job)
{
	const struct task *task = job->plan->task;
	size_t classes = task->classes.n;
	uint32_t *order = task_class_order(task);
	struct str *name = xcalloc(classes + 1, sizeof *name);
	bool *text = xcalloc(classes + 1, sizeof *text);
	struct map names;
	struct buf raw, legal;

	map_init(&names);
	buf_init(&raw, BUF_CAP_MAX);
	buf_init(&legal, BUF_CAP_MAX);
	name[0] = STR("label");
	text[0] = true;
	for (size_t i = 0; i < classes; i++) {
		struct str class = task_class_name(task, order[i]);
		bool added = false;

		for (unsigned again = 1; !added; again++) {
			uint32_t k;

			buf_clear(&raw);
			buf_clear(&legal);
			buf_adds(&raw, "pred_");
			buf_add(&raw, class.p, class.n < 40 ? class.n : 40);
			if (again > 1)
				buf_addf(&raw, "_%u", again);
			schema_legal_name(buf_str(&raw), &legal);
			k = map_add(&names, buf_str(&legal), &added);
			name[i + 1] = map_key(&names, k);
		}
	}
	view_columns(job, name, text, classes + 1);
	map_release(&names);
	buf_release(&raw);
	buf_release(&legal);
	free(order);
	free(name);
	free(text);
}

static void
confusion_rows(const struct view_job *job, struct metric_state *s)
{
	const struct confusion *m = metric_state_confusion(s);
	const struct task *task = job->plan->task;
	uint32_t *order = task_class_order(task);

	for (size_t i = 0; i < task->classes.n; i++) {
		job->prefix(job->arg, job->writer);
		record_text(job->writer, task_class_name(task, order[i]));
		for (size_t k = 0; k < task->classes.n; k++)
			record_number(job->writer, confusion_cell(m, order[i], order[k]));
		record_end(job->writer);
	}
	free(order);
}

const struct view view_confusion = {
	.name = "confusion",
	.summary = "the confusion matrix: one row a label, one column a prediction",
	.metrics = "accuracy",
	.tasks = TASK_CLASSES,
	.columns = confusion_columns,
	.rows = confusion_rows,
};
