/*
 * regex - what each attack of tests/unit/attacks.h costs a pattern: CPU
 * milliseconds of the least of five rounds, with JIT and without, and the answers; then
 * the worst line.  Fails where one takes more than 50.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../unit/attacks.h"
#include "pattern.h"

enum { ROUNDS = 5, TOO_MANY = 50 };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The milliseconds of one match; what came out of it goes to RESULT. */
static double
time_match(const struct attack *a, bool no_jit, enum pattern_result *result)
{
	const struct pattern_options o = {.no_jit = no_jit};
	struct str s = attack_subject(a);
	struct complaint c;
	struct pattern *p = pattern_new(str_of(a->pattern), &o, &c);
	double least = 1e9;

	if (!p) {
		fprintf(stderr, "regex: %s: %s\n", a->pattern, c.text);
		exit(2);
	}
	for (int i = 0; i < ROUNDS; i++) {
		double from = now(), took;

		*result = pattern_match(p, s, NULL);
		took = now() - from;
		least = took < least ? took : least;
	}
	pattern_free(p);
	free((char *)s.p);
	return least;
}

static const char *
answer(enum pattern_result r)
{
	return r == PATTERN_NO ? "no" : r == PATTERN_YES ? "yes" : "limit";
}

int
main(void)
{
	double worst[2] = {0, 0};

	printf("%8s %-6s %8s %-6s %8s  pattern\n", "JIT ms", "", "plain ms", "", "bytes");
	for (size_t i = 0; i < ATTACKS; i++) {
		struct str s = attack_subject(&attacks[i]);
		double took[2];
		enum pattern_result got[2];

		for (int k = 0; k < 2; k++) {
			took[k] = time_match(&attacks[i], k, &got[k]);
			worst[k] = took[k] > worst[k] ? took[k] : worst[k];
		}
		printf("%8.1f %-6s %8.1f %-6s %8zu  %.60s\n", took[0], answer(got[0]), took[1],
		       answer(got[1]), s.n, attacks[i].pattern);
		fflush(stdout);
		free((char *)s.p);
	}
	printf("%d pairs, the worst line: %.1f ms with JIT, %.1f without\n", (int)ATTACKS, worst[0],
	       worst[1]);
	return worst[0] > TOO_MANY || worst[1] > TOO_MANY;
}
