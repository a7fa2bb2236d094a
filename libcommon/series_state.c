/*
 * series - what was learned of earlier windows as lines and back: how many rows were late
 * since the last row, the window that comes next, and each group's last figures as their
 * bits.
 */
#include <math.h>

#include "series_parts.h"
#include "token.h"

static int
put_double(struct buf *out, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return token_put_hex(out, isnan(x) ? UINT64_MAX : bits);
}

static bool
take_double(struct str *text, double *x)
{
	uint64_t bits;

	if (!token_take_hex(text, &bits))
		return false;
	memcpy(x, &bits, sizeof bits);
	return true;
}

static int
save_group(const struct series *s, uint32_t group, struct buf *out)
{
	int status = buf_adds(out, "group\t");

	if (status == 0)
		status = token_put_text(out, map_key(&s->groups, group));
	for (size_t i = 0; i < s->n && status == 0; i++) {
		status = buf_addc(out, '\t');
		if (status == 0)
			status = put_double(out, s->last[group * s->n + i]);
	}
	return status == 0 ? buf_addc(out, '\n') : status;
}

int
series_save(const struct series *s, struct buf *out)
{
	int status = buf_addf(out, "late\t%llx\n", (unsigned long long)s->late);

	if (status == 0 && s->begun)
		status = buf_addf(out, "next\t%llx\n", (unsigned long long)s->next);
	for (uint32_t i = 0; i < s->groups.n && status == 0; i++)
		status = save_group(s, i, out);
	return status;
}

static bool
load_group(struct series *s, struct str line)
{
	struct buf key;
	bool good;
	double *last;

	buf_init(&key, BUF_CAP_MAX);
	good = token_take_text(&line, &key);
	last = series_remembered(s, buf_str(&key));
	for (size_t i = 0; i < s->n && good; i++)
		good = token_take(&line, '\t') && take_double(&line, &last[i]);
	buf_release(&key);
	return good && line.n == 0;
}

bool
series_load(struct series *s, struct str line)
{
	struct str word = token_until(&line, '\t');
	uint64_t x;

	if (str_eq(word, STR("group")))
		return load_group(s, line);
	if (!token_take_hex(&line, &x) || line.n)
		return false;
	if (str_eq(word, STR("late"))) {
		s->late = x;
		return true;
	}
	s->begun = true;
	s->next = (int64_t)x;
	return str_eq(word, STR("next"));
}
