/*
 * distance_case.h - pairs of distributions for tests of methods.
 */
#ifndef ML_DISTANCE_CASE_H
#define ML_DISTANCE_CASE_H

#include "state_text.h"

#include "method.h"

struct distance_case {
	struct distribution reference, current;
};

static inline void
distance_case_init(struct distance_case *c, enum distribution_kind kind)
{
	distribution_init(&c->reference, kind);
	distribution_init(&c->current, kind);
}

static inline void
distance_case_release(struct distance_case *c)
{
	distribution_release(&c->reference);
	distribution_release(&c->current);
}

static inline void
distance_case_seal(struct distance_case *c)
{
	distribution_seal(&c->reference);
	distribution_seal(&c->current);
}

/* The numbers of formulas.md 14: 1,000 and 800. */
static inline void
distance_case_golden(struct distance_case *c)
{
	distance_case_init(c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 1000; i++)
		distribution_add_number(&c->reference, i * 37 % 101 / 10.0);
	for (int i = 0; i < 800; i++)
		distribution_add_number(&c->current, i * 53 % 97 / 10.0 + 0.5);
	distance_case_seal(c);
}

/* Category I ("a", "b", ...) so often. */
static inline void
distance_case_counts(struct distance_case *c, const uint64_t *reference, const uint64_t *current,
		     size_t n)
{
	distance_case_init(c, DISTRIBUTION_CATEGORIES);
	for (size_t i = 0; i < n; i++) {
		char text = (char)('a' + i);

		for (uint64_t k = 0; k < reference[i]; k++)
			distribution_add_text(&c->reference, STR_N(&text, 1));
		for (uint64_t k = 0; k < current[i]; k++)
			distribution_add_text(&c->current, STR_N(&text, 1));
	}
	distance_case_seal(c);
}

static inline void
distance_case_golden_texts(struct distance_case *c)
{
	static const uint64_t reference[] = {500, 300, 150, 50}, current[] = {380, 260, 120, 40};

	distance_case_counts(c, reference, current, 4);
}

static inline const struct method *
distance_method(const char *name)
{
	const struct method *m;
	struct complaint why;

	assert_int_equal(method_find(str_of(name), &m, &why), 0);
	assert_int_equal(m->family, METHOD_DISTRIBUTION);
	return m;
}

static inline struct distance_result
distance_of(const char *name, const struct distance_case *c)
{
	struct distance_options o = {NAN};
	struct distance_result r;

	distance_method(name)->distance->measure(&c->reference, &c->current, &o, &r);
	return r;
}

#endif
