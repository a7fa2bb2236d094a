#include "tally.h"

#include <math.h>
#include <stdlib.h>

#include "sum.h"
#include "token.h"
#include "xalloc.h"

void
tally_init(struct tally *t)
{
	*t = (struct tally){0};
}

static void
forget_texts(struct tally *t)
{
	map_release(&t->texts);
	free(t->count);
	t->count = NULL;
	t->room = t->bytes = 0;
}

void
tally_release(struct tally *t)
{
	forget_texts(t);
	t->n = 0;
	t->over = false;
}

static void
give_up(struct tally *t)
{
	t->over = true;
	forget_texts(t);
}

void
tally_add(struct tally *t, struct str text, uint64_t count)
{
	bool added;
	uint32_t i;

	if (count == 0)
		return;
	t->n += count;
	if (t->over)
		return;
	if (t->texts.n == 0)
		map_init(&t->texts); /* not before: most tallies of a run may stay empty */
	i = map_add(&t->texts, text, &added);
	if (added) {
		GROW(t->count, t->texts.n, t->room);
		t->count[i] = 0;
		t->bytes += text.n;
	}
	t->count[i] += count;
	if (t->texts.n > TALLY_BOUND || t->bytes > TALLY_BYTES)
		give_up(t);
}

void
tally_merge(struct tally *into, const struct tally *from)
{
	if (from->over) {
		give_up(into);
		into->n += from->n;
		return;
	}
	for (size_t i = 0; i < from->texts.n; i++)
		tally_add(into, map_key(&from->texts, (uint32_t)i), from->count[i]);
}

bool
tally_is_exact(const struct tally *t)
{
	return !t->over;
}

struct str
tally_mode(const struct tally *t, uint64_t *count)
{
	struct str best = {NULL, 0};

	*count = 0;
	for (size_t i = 0; i < t->texts.n; i++) {
		struct str text = map_key(&t->texts, (uint32_t)i);

		if (t->count[i] > *count || (t->count[i] == *count && str_cmp(text, best) < 0)) {
			*count = t->count[i];
			best = text;
		}
	}
	return best;
}

/* Sum of c log2(n / c), over n: a single text has exactly 0. */
double
tally_entropy(const struct tally *t)
{
	double n = (double)t->n, bits;
	struct sum s;

	if (t->over || t->n == 0)
		return NAN;
	sum_init(&s);
	for (size_t i = 0; i < t->texts.n; i++) {
		double c = (double)t->count[i];

		sum_add_product(&s, c, log2(n / c));
	}
	bits = sum_value(&s) / n;
	sum_release(&s);
	return bits;
}

static int
save_texts(const struct tally *t, struct buf *out)
{
	uint32_t *order = map_sorted(&t->texts);
	int status = 0;

	for (size_t i = 0; i < t->texts.n && status == 0; i++) {
		status = token_put_text(out, map_key(&t->texts, order[i]));
		if (status == 0)
			status = buf_addc(out, ':');
		if (status == 0)
			status = token_put_hex(out, t->count[order[i]]);
		if (status == 0)
			status = buf_addc(out, '.');
	}
	free(order);
	return status;
}

/* "x", then "text:count." for every text in byte order; "o" and n when over. */
int
tally_save(const struct tally *t, struct buf *out)
{
	if (buf_addc(out, t->over ? 'o' : 'x') < 0)
		return STATUS_LIMIT;
	return t->over ? token_put_hex(out, t->n) : save_texts(t, out);
}

static bool
load_texts(struct tally *t, struct str rest, struct buf *text)
{
	struct str last = {NULL, 0};
	uint64_t count, total = 0;

	for (; rest.n; total += count) {
		buf_clear(text);
		if (!token_take_text(&rest, text) || !token_take(&rest, ':') ||
		    !token_take_count(&rest, &count) || !token_take(&rest, '.'))
			return false;
		if (count == 0 || total + count > TOKEN_COUNT_MAX ||
		    (last.p && str_cmp(last, buf_str(text)) >= 0))
			return false;
		tally_add(t, buf_str(text), count);
		if (t->over)
			return false;
		last = map_key(&t->texts, (uint32_t)t->texts.n - 1);
	}
	return true;
}

static bool
load(struct tally *t, struct str text, struct buf *scratch)
{
	if (token_take(&text, 'x'))
		return load_texts(t, text, scratch);
	if (!token_take(&text, 'o') || !token_take_count(&text, &t->n))
		return false;
	give_up(t);
	return t->n > 0 && text.n == 0;
}

int
tally_load(struct tally *t, struct str text)
{
	struct buf scratch;
	bool sound;

	tally_release(t);
	buf_init(&scratch, TALLY_BYTES);
	sound = load(t, text, &scratch);
	buf_release(&scratch);
	if (sound)
		return 0;
	tally_release(t);
	return STATUS_DAMAGED;
}
