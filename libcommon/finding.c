#include "finding.h"

#include <math.h>
#include <stdlib.h>

#include "fdr.h"
#include "quality.h"
#include "xalloc.h"

/* A check's row is written from this p-value on, be its effect ever so small. */
#define WORTH_A_ROW 0.05

void
findings_release(struct findings *f)
{
	free(f->of);
	*f = (struct findings){.of = NULL};
}

struct finding *
findings_add(struct findings *f, struct finding new)
{
	GROW(f->of, f->n + 1, f->room);
	f->of[f->n] = new;
	return &f->of[f->n++];
}

struct distance_result
finding_nothing(const char *reason)
{
	return (struct distance_result){NAN, NAN, NAN, NAN, NAN, 0, false, reason};
}

struct finding
finding_of(const struct finding_pair *x, const char *method, struct distance_result r)
{
	return (struct finding){.group = x->group,
				.column = x->column,
				.method = method,
				.result = r,
				.n_ref = x->reference->n,
				.n_cur = x->current->n,
				.blurred = x->reference->blurred,
				.p = r.p_value,
				.coarse = x->coarse};
}

static void
check_quality(struct findings *f, const struct finding_pair *x)
{
	for (enum quality q = 0; q < QUALITIES; q++) {
		struct distance_result r;
		struct finding *new;

		if (!quality_measure(q, x->reference, x->current, &r))
			continue;
		new = findings_add(f, finding_of(x, quality_name(q), r));
		new->hidden = !(r.effect >= r.threshold || r.p_value <= WORTH_A_ROW);
		new->blurred = 0;
		new->coarse = false;
	}
}

static bool
takes(const struct distance *d, enum distribution_kind kind)
{
	return kind == DISTRIBUTION_NUMBERS ? d->numbers : d->categories;
}

static void
measure(struct findings *f, const struct finding_pair *x, const struct finding_methods *m)
{
	const struct distance_options options = {.floor = m->floor};
	bool numbers = x->reference->kind == DISTRIBUTION_NUMBERS;
	size_t before = f->n, measured = 0;
	const char *reason;

	for (size_t i = 0; i < m->n; i++) {
		const struct distance *d = m->method[i]->distance;
		struct distance_result r = finding_nothing(NULL);

		if (!takes(d, x->reference->kind))
			continue;
		d->measure(x->reference, x->current, &options, &r);
		measured += !r.reason || r.alarm;
		findings_add(f, finding_of(x, m->method[i]->name, r))->own = d->variant;
	}
	if (measured)
		return;
	reason = f->n > before ? f->of[before].result.reason
		 : numbers     ? "no method takes numbers"
			       : "no method takes categories";
	f->n = before;
	findings_add(f, finding_of(x, NULL, finding_nothing(reason)));
}

void
findings_compare(struct findings *f, const struct finding_pair *x, const struct finding_methods *m)
{
	measure(f, x, m);
	check_quality(f, x);
}

void
findings_adjust(struct findings *f)
{
	double *p = xcalloc(f->n, sizeof *p);

	for (size_t i = 0; i < f->n; i++)
		p[i] = f->of[i].own ? NAN : f->of[i].p;
	fdr_adjust(p, f->n);
	for (size_t i = 0; i < f->n; i++)
		f->of[i].p = p[i];
	free(p);
}

bool
finding_is_drift(const struct finding *x, double fdr)
{
	if (x->own)
		return x->result.alarm;
	return x->result.effect >= x->result.threshold && x->p <= fdr;
}
