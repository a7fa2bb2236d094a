/*
 * Patterns: JIT and interpreter agree unless a limit was hit, groups are parts of the
 * subject.  The pattern in a line, subjects, one a line.
 */
#include "fuzz.h"
#include "pattern.h"
#include "token.h"
#include "utf8.h"

enum { FEW_STEPS = 20000 };

static void
hold_groups(struct str s, const struct str *a, const struct str *b, size_t n)
{
	bool own = utf8_valid(s);

	for (size_t i = 0; i < n; i++) {
		HOLD(!a[i].p == !b[i].p);
		HOLD_SAME(a[i], b[i]);
		if (a[i].p && own && s.n)
			HOLD(a[i].p >= s.p && a[i].p + a[i].n <= s.p + s.n);
		if (a[i].p)
			HOLD(utf8_valid(a[i]));
	}
}

static void
hold_subject(struct pattern *jit, struct pattern *slow, struct str s)
{
	const struct str *names;
	size_t n = pattern_names(jit, &names);
	struct str *a = calloc(n + 1, sizeof *a), *b = calloc(n + 1, sizeof *b);
	enum pattern_result one, two;

	HOLD(a && b);
	one = pattern_match(jit, s, a);
	two = pattern_match(slow, s, b);
	HOLD(pattern_result_text(one)[0]);
	HOLD(one > PATTERN_YES || two > PATTERN_YES || one == two);
	if (one == PATTERN_YES && two == PATTERN_YES)
		hold_groups(s, a, b, n);
	free(a);
	free(b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size);
	const struct pattern_options quick = {.match_limit = FEW_STEPS},
				     plain = {.match_limit = FEW_STEPS, .no_jit = true};
	struct str text = token_until(&rest, '\n');
	struct complaint c;
	struct pattern *jit = pattern_new(text, &quick, &c), *slow;

	if (!jit) {
		HOLD(c.text[0] && c.offset <= text.n);
		return 0;
	}
	slow = pattern_new(text, &plain, &c);
	HOLD(slow);
	while (rest.n)
		hold_subject(jit, slow, token_until(&rest, '\n'));
	pattern_free(jit);
	pattern_free(slow);
	return 0;
}
