#include "str.h"

#include <stdint.h>

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool
str_case_eq(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

struct str
str_trim(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

enum { NEAREST_MAX = 64 };

/* Optimal string alignment: a swap of neighbours is one typing error. */
static unsigned
distance(struct str a, struct str b)
{
	uint8_t row[3][NEAREST_MAX + 1];

	if (a.n > NEAREST_MAX || b.n > NEAREST_MAX)
		return NEAREST_MAX;
	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = (uint8_t)j;
	for (size_t i = 1; i <= a.n; i++) {
		uint8_t *now = row[i % 3], *prev = row[(i + 2) % 3], *prev2 = row[(i + 1) % 3];

		now[0] = (uint8_t)i;
		for (size_t j = 1; j <= b.n; j++) {
			bool same = lower(a.p[i - 1]) == lower(b.p[j - 1]);
			unsigned best = prev[j - 1] + !same;

			if (prev[j] + 1u < best)
				best = prev[j] + 1u;
			if (now[j - 1] + 1u < best)
				best = now[j - 1] + 1u;
			if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
			    lower(a.p[i - 2]) == lower(b.p[j - 1]) && prev2[j - 2] + 1u < best)
				best = prev2[j - 2] + 1u;
			now[j] = (uint8_t)best;
		}
	}
	return row[a.n % 3][b.n];
}

int
str_nearest(struct str s, const struct str *names, size_t n)
{
	unsigned least = s.n <= 3 ? 2 : s.n <= 8 ? 3 : 4;
	int found = -1;

	for (size_t i = 0; i < n; i++) {
		unsigned d = distance(s, names[i]);

		if (d < least) {
			least = d;
			found = (int)i;
		}
	}
	return found;
}
