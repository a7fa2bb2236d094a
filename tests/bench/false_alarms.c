/*
 * false_alarms N M DRAWS [SHAPE] - how often a window without drift is called one.
 *
 * N reference rows and M rows of the same law (normal, exponential, lognormal, cauchy,
 * whole, few_texts or many_texts) in 20 columns, DRAWS times, each from a seed of its own.  For
 * each plain method, and for all of them at once: the share of windows where mldrift says drift
 * (false_alarms); that where it would if it made no checks of missing values, types and range,
 * which are tests as well (alone), and that of those without regard to the effect's floor
 * (significant); the share of columns with p <= 0.05; and the means of the statistic and of
 * what it says is to be expected.
 *
 *     make build/bench/false_alarms && build/bench/false_alarms 50 50 1000
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "../unit/null_window.h"
#include "number.h"

enum { THREADS = 2 };

struct count {
	uint64_t alarms, alone, significant, below;
	double statistic, expected;
};

struct work {
	const struct null_window *window;
	const struct finding_methods *all;
	uint64_t first, draws;
	struct count count[NULL_METHODS + 1]; /* of all together: behind the last */
};

static void
count_verdicts(struct count *c, const struct findings *f, const struct finding_methods *all,
	       const struct finding_methods *methods)
{
	int alone = null_verdict(f, all, methods, false);

	c->alarms += (null_verdict(f, all, methods, true) & NULL_DRIFT) > 0;
	c->alone += (alone & NULL_DRIFT) > 0;
	c->significant += (alone & NULL_SIGNIFICANT) > 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *x = &f->of[i];

		if (!null_is_of(x, methods))
			continue;
		c->below += x->result.p_value <= 0.05;
		c->statistic += x->result.statistic;
		c->expected += x->result.expected;
	}
}

static void
look(struct work *w, uint64_t draw)
{
	const struct finding_methods *all = w->all;
	struct findings f = {NULL, 0, 0};

	null_find(&f, w->window, draw, all);
	for (size_t k = 0; k < all->n; k++) {
		const struct finding_methods one = {&all->method[k], 1, NAN};

		count_verdicts(&w->count[k], &f, all, &one);
	}
	count_verdicts(&w->count[all->n], &f, all, all);
	findings_release(&f);
}

static void *
work(void *arg)
{
	struct work *w = arg;

	for (uint64_t i = w->first; i < w->draws; i += THREADS)
		look(w, i);
	return NULL;
}

static void
add(struct count *to, const struct count *from)
{
	to->alarms += from->alarms;
	to->alone += from->alone;
	to->significant += from->significant;
	to->below += from->below;
	to->statistic += from->statistic;
	to->expected += from->expected;
}

static bool
run(struct work *w)
{
	pthread_t thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, work, &w[i]) != 0)
			return false;
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	for (int i = 1; i < THREADS; i++)
		for (size_t k = 0; k <= w->all->n; k++)
			add(&w->count[k], &w[i].count[k]);
	return true;
}

static void
print(const struct work *w, size_t k)
{
	bool all = k == w->all->n;
	const struct count *c = &w->count[k];
	double windows = (double)w->draws, columns = windows * NULL_COLUMNS;

	printf("%s\t%llu\t%llu\t%llu\t%.4f\t%.4f\t%.4f\t", all ? "all" : w->all->method[k]->name,
	       (unsigned long long)w->window->n, (unsigned long long)w->window->m,
	       (unsigned long long)w->draws, (double)c->alarms / windows,
	       (double)c->alone / windows, (double)c->significant / windows);
	if (all)
		puts("\t\t");
	else
		printf("%.4f\t%.4g\t%.4g\n", (double)c->below / columns, c->statistic / columns,
		       c->expected / columns);
}

static bool
find_shape(const char *name, enum null_shape *shape)
{
	static const char *const names[] = {"normal", "exponential", "lognormal", "cauchy",
					    "whole",  "few_texts",   "many_texts"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0) {
			*shape = (enum null_shape)i;
			return true;
		}
	return false;
}

static bool
take_count(const char *text, uint64_t *n)
{
	int64_t x;

	if (number_parse_int(str_of(text), &x) < 0 || x < 1)
		return false;
	*n = (uint64_t)x;
	return true;
}

int
main(int argc, char **argv)
{
	const struct method *method[NULL_METHODS];
	struct null_window window = {.shape = NULL_NORMAL};
	struct finding_methods all = {.method = method, .floor = NAN};
	struct work w[THREADS];
	uint64_t draws;

	if (argc < 4 || !take_count(argv[1], &window.n) || !take_count(argv[2], &window.m) ||
	    !take_count(argv[3], &draws) || (argc > 4 && !find_shape(argv[4], &window.shape))) {
		fputs("usage: false_alarms N M DRAWS [SHAPE]\n", stderr);
		return 2;
	}
	all.n = null_methods(method, window.shape);
	for (int i = 0; i < THREADS; i++)
		w[i] = (struct work){
			.window = &window, .all = &all, .first = (uint64_t)i, .draws = draws};
	if (!run(w)) {
		fputs("false_alarms: no thread\n", stderr);
		return 2;
	}
	puts("method\tn_ref\tn_cur\tdraws\tfalse_alarms\talone\tsignificant\tp_below_0_05\t"
	     "statistic\texpected");
	for (size_t k = 0; k <= all.n; k++)
		print(w, k);
	return 0;
}
