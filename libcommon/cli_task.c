#include "cli_task.h"

#include <math.h>

#include "group.h"

const struct cli_option *
cli_task_options(struct cli_task *t)
{
	static const char *const tasks[] = {"auto",       "none",       "binary",
					    "multiclass", "regression", NULL};
	static const char *const averages[] = {"auto",  "binary",   "macro",
					       "micro", "weighted", NULL};
	struct evaluation_options *e = &t->evaluation;
	const struct cli_option row[] = {
		{0, "task", CLI_CHOICE, &t->kind, NULL, "what the model does (guessed)", tasks, 0,
		 0},
		{0, "positive", CLI_TEXT, &e->positive, "CLASS",
		 "the positive class of a binary task", NULL, 0, 0},
		{0, "threshold", CLI_NUMBER, &e->threshold, "X",
		 "a score from X on is a positive prediction (0.5 where there is no pred)", NULL, 0,
		 0},
		{0, "average", CLI_CHOICE, &t->average, NULL,
		 "how classes are averaged: binary for two, macro for more", averages, 0, 0},
		{0, "weight", CLI_TEXT, &e->names.weight, "NAME",
		 "a column of weights, for sampled logs", NULL, 0, 0},
		{0, "label", CLI_TEXT, &e->names.label, "NAME", "the column of labels", NULL, 0, 0},
		{0, "pred", CLI_TEXT, &e->names.pred, "NAME", "the column of predictions", NULL, 0,
		 0},
		{0, "score", CLI_TEXT, &e->names.score, "NAME", "the column of scores", NULL, 0, 0},
		{0, "exact", CLI_FLAG, &e->exact, NULL,
		 "quantiles of all values, whatever the memory", NULL, 0, 0},
		{0, "max-groups", CLI_COUNT, &t->max_groups, "N",
		 "further groups go to one row (other) (1000000)", NULL, 1, 4e9},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};

	_Static_assert(sizeof row <= sizeof t->row, "CLI_TASK_ROWS is too small");
	t->evaluation = (struct evaluation_options){.threshold = NAN};
	t->max_groups = GROUPS_DEFAULT_MAX;
	memcpy(t->row, row, sizeof row);
	return t->row;
}

struct evaluation_options
cli_task_evaluation(const struct cli_task *t)
{
	struct evaluation_options o = t->evaluation;

	o.task = (enum task_kind)t->kind;
	o.average = (enum task_average)t->average;
	return o;
}
