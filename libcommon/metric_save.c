/*
 * A state as text: parts joined by ";", their members by ",".
 *
 *   print ; rows, labelled, improper, beyond, limited ; left out by column ; classes ;
 *   confusion ; roc by class ; moments ; quantiles ; distinct ; tallies ; missing ;
 *   calibrations
 *
 * Classes are those that the state has rows of, in the order of their names: two
 * states of the same rows are the same text, whatever else their programs have met.
 */
#include <stdlib.h>

#include "metric_state.h"
#include "token.h"
#include "xalloc.h"

static int
save_moments(struct metric_state *s, size_t i, struct buf *out)
{
	return moments_save(&s->moments[i], out);
}

static int
load_moments(struct metric_state *s, size_t i, struct str text)
{
	return moments_load(&s->moments[i], text);
}

static int
save_quantile(struct metric_state *s, size_t i, struct buf *out)
{
	return quantile_save(&s->quantile[i], out);
}

static int
load_quantile(struct metric_state *s, size_t i, struct str text)
{
	return quantile_load(&s->quantile[i], text);
}

static int
save_distinct(struct metric_state *s, size_t i, struct buf *out)
{
	return distinct_save(&s->distinct[i], out);
}

static int
load_distinct(struct metric_state *s, size_t i, struct str text)
{
	return distinct_load(&s->distinct[i], text);
}

static int
save_tally(struct metric_state *s, size_t i, struct buf *out)
{
	return tally_save(&s->tally[i], out);
}

static int
load_tally(struct metric_state *s, size_t i, struct str text)
{
	return tally_load(&s->tally[i], text);
}

static int
load_hex(struct str text, uint64_t *x)
{
	return token_take_hex(&text, x) && text.n == 0 ? 0 : STATUS_DAMAGED;
}

static int
save_missing(struct metric_state *s, size_t i, struct buf *out)
{
	return token_put_hex(out, s->missing[i]);
}

static int
load_missing(struct metric_state *s, size_t i, struct str text)
{
	return load_hex(text, &s->missing[i]);
}

static int
save_calibration(struct metric_state *s, size_t i, struct buf *out)
{
	return calibration_save(&s->calibration[i], out);
}

static int
load_calibration(struct metric_state *s, size_t i, struct str text)
{
	return calibration_load(&s->calibration[i], text);
}

static int
save_left_out(struct metric_state *s, size_t i, struct buf *out)
{
	return token_put_hex(out, s->left_out[i]);
}

static int
load_left_out(struct metric_state *s, size_t i, struct str text)
{
	return load_hex(text, &s->left_out[i]);
}

struct part {
	int (*save)(struct metric_state *s, size_t i, struct buf *out);
	int (*load)(struct metric_state *s, size_t i, struct str text);
};

static const struct part parts[HOLDERS] = {
	[HOLDER_MOMENTS] = {save_moments, load_moments},
	[HOLDER_QUANTILE] = {save_quantile, load_quantile},
	[HOLDER_DISTINCT] = {save_distinct, load_distinct},
	[HOLDER_TALLY] = {save_tally, load_tally},
	[HOLDER_MISSING] = {save_missing, load_missing},
	[HOLDER_CALIBRATION] = {save_calibration, load_calibration},
};
static const struct part left_out = {save_left_out, load_left_out};

static int
save_part(struct metric_state *s, const struct part *part, size_t n, struct buf *out)
{
	int status = buf_addc(out, ';');

	for (size_t i = 0; i < n && status == 0; i++) {
		if (i)
			status = buf_addc(out, ',');
		if (status == 0)
			status = part->save(s, i, out);
	}
	return status;
}

/* The next of members with a comma between them and nowhere else; MORE of them follow. */
static bool
take_member(struct str *text, bool more, struct str *member)
{
	size_t before = text->n;

	*member = token_until(text, ',');
	return (before != member->n) == more;
}

static int
load_part(struct metric_state *s, const struct part *part, size_t n, struct str text)
{
	int status = 0;

	if (n == 0)
		return text.n ? STATUS_DAMAGED : 0;
	for (size_t i = 0; i < n && status == 0; i++) {
		struct str member;

		status = take_member(&text, i + 1 < n, &member) ? part->load(s, i, member)
								: STATUS_DAMAGED;
	}
	return status;
}

/* The classes of a state, in the order of their names. */
struct classes {
	uint32_t *order;
	size_t n;
};

static struct classes
classes_of(const struct metric_plan *p, const struct metric_state *s)
{
	struct classes c = {.order = task_class_order(p->task)};
	bool by_score = p->slots->rocs && !roc_is_empty(s->roc[0]);

	for (size_t i = 0; i < p->task->classes.n; i++) {
		uint32_t k = c.order[i];

		if (confusion_has(&s->confusion, k) || (by_score && k < p->slots->rocs))
			c.order[c.n++] = k;
	}
	if (p->task->kind == TASK_BINARY)
		for (c.n = 0; c.n < 2; c.n++)
			c.order[c.n] = (uint32_t)c.n;
	return c;
}

static int
save_classes(const struct metric_plan *p, struct metric_state *s, struct buf *out)
{
	struct classes c = classes_of(p, s);
	int status = buf_addc(out, ';');

	for (size_t i = 0; i < c.n && status == 0; i++) {
		if (i)
			status = buf_addc(out, ',');
		if (status == 0)
			status = token_put_text(out, task_class_name(p->task, c.order[i]));
	}
	if (status == 0)
		status = buf_addc(out, ';');
	if (status == 0)
		status = confusion_save(&s->confusion, c.order, c.n, out);
	if (status == 0)
		status = buf_addc(out, ';');
	for (size_t i = 0; p->slots->rocs && i < c.n && status == 0; i++) {
		/* Binary: one, kept for the negative class. */
		if (i)
			status = buf_addc(out, ',');
		if (status == 0 && c.order[i] < p->slots->rocs)
			status = roc_save(s->roc[c.order[i]], out);
	}
	free(c.order);
	return status;
}

int
metric_state_save(const struct metric_plan *p, struct metric_state *s, struct buf *out)
{
	const uint64_t counts[] = {s->rows, s->labelled, s->improper, s->beyond, s->limited};
	int status = token_put_hex(out, p->slots->print);

	for (size_t i = 0; i < sizeof counts / sizeof *counts && status == 0; i++) {
		status = buf_addc(out, i ? ',' : ';');
		if (status == 0)
			status = token_put_hex(out, counts[i]);
	}
	if (status == 0)
		status = save_part(s, &left_out, p->columns, out);
	if (status == 0)
		status = save_classes(p, s, out);
	for (size_t h = 0; h < HOLDERS && status == 0; h++)
		status = save_part(s, &parts[h], p->slots->n[h], out);
	return status;
}

static bool
is_twice(const struct classes *c)
{
	for (size_t i = 0; i + 1 < c->n; i++)
		if (c->order[i] == c->order[c->n - 1])
			return true;
	return false;
}

/* Names to numbers; the task may learn new ones. */
static int
load_class_names(const struct metric_plan *p, struct str text, struct classes *c)
{
	struct buf name;
	int status = 0;
	bool more = text.n > 0;

	buf_init(&name, BUF_CAP_MAX);
	while (more && status == 0) {
		c->order = xrealloc(c->order, c->n + 1, sizeof *c->order);
		buf_clear(&name);
		if (!token_take_text(&text, &name))
			status = STATUS_DAMAGED;
		else if (name.n == 0 && p->task->kind == TASK_BINARY && c->n == 0)
			c->order[0] = 0; /* a negative class not yet met */
		else
			status = task_class_named(p->task, buf_str(&name), &c->order[c->n]);
		c->n++;
		more = text.n > 0;
		if (status == 0 && is_twice(c))
			status = STATUS_DAMAGED;
		if (more && !token_take(&text, ','))
			status = STATUS_DAMAGED;
	}
	buf_release(&name);
	if (status == 0 && p->task->kind == TASK_BINARY &&
	    (c->n != 2 || c->order[0] != 0 || c->order[1] != 1))
		status = STATUS_USAGE;
	return status == STATUS_RANGE || status == STATUS_LIMIT ? STATUS_USAGE : status;
}

static int
load_rocs(const struct metric_plan *p, struct metric_state *s, const struct classes *c,
	  struct str text)
{
	int status = 0;

	for (size_t i = 0; p->slots->rocs && i < c->n && status == 0; i++) {
		struct str member;

		if (!take_member(&text, i + 1 < c->n, &member))
			status = STATUS_DAMAGED;
		else if (c->order[i] < p->slots->rocs)
			status = roc_load(s->roc[c->order[i]], member);
		else if (member.n)
			status = STATUS_USAGE;
	}
	return status == 0 && text.n ? STATUS_DAMAGED : status;
}

static int
load_classes(const struct metric_plan *p, struct metric_state *s, struct str *text)
{
	struct classes c = {.order = NULL};
	int status = load_class_names(p, token_until(text, ';'), &c);

	if (status == 0)
		status = confusion_load(&s->confusion, c.order, c.n, token_until(text, ';'));
	if (status == 0)
		status = load_rocs(p, s, &c, token_until(text, ';'));
	free(c.order);
	return status;
}

static int
load_counts(struct metric_state *s, struct str text)
{
	uint64_t *const counts[] = {&s->rows, &s->labelled, &s->improper, &s->beyond, &s->limited};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if ((i && !token_take(&text, ',')) || !token_take_hex(&text, counts[i]))
			return STATUS_DAMAGED;
	return text.n || s->labelled > s->rows ? STATUS_DAMAGED : 0;
}

static int
load(const struct metric_plan *p, struct metric_state *s, struct str text)
{
	size_t separators = 0;
	uint64_t print;
	int status;

	for (size_t i = 0; i < text.n; i++)
		separators += text.p[i] == ';';
	if (load_hex(token_until(&text, ';'), &print) < 0)
		return STATUS_DAMAGED;
	if (print != p->slots->print)
		return STATUS_USAGE;
	if (separators != 5 + HOLDERS)
		return STATUS_DAMAGED;
	status = load_counts(s, token_until(&text, ';'));
	if (status == 0)
		status = load_part(s, &left_out, p->columns, token_until(&text, ';'));
	if (status == 0)
		status = load_classes(p, s, &text);
	for (size_t h = 0; h < HOLDERS && status == 0; h++)
		status = load_part(s, &parts[h], p->slots->n[h], token_until(&text, ';'));
	return status;
}

int
metric_state_load(const struct metric_plan *p, struct metric_state *s, struct str text)
{
	struct metric_state *fresh = metric_state_new(p), old = *s;
	int status = load(p, fresh, text);

	if (status == STATUS_DAMAGED) {
		metric_state_free(p, fresh);
		fresh = metric_state_new(p);
	}
	if (status == 0 || status == STATUS_DAMAGED) {
		*s = *fresh;
		*fresh = old;
	}
	metric_state_free(p, fresh);
	return status;
}
