/*
 * PCRE2's match limit is counted anew from every start position (pcre2api(3)) and
 * not at all inside a run such as \s+, so that a harmless looking pattern takes
 * quadratic time and worse.  Hence each pattern is compiled twice.  The quick program
 * is pure JIT code, with a match limit so small that the product with the start
 * positions and the length of the subject, which one step may run through, is bounded.
 * Whatever it cannot decide goes to the counted program: it calls back at every item of
 * the pattern, and the call adds up what was looked at (pattern_cost.h); when the sum
 * passes the limit the subject is given up.  Steps and their count do not depend on the
 * machine.
 *
 * JIT and interpreter answer differently on invalid UTF-8 even with
 * PCRE2_MATCH_INVALID_UTF ($ behind a torn character at the end, 10.42), hence the
 * mended copy.  That option must not stay on: under it JIT's \S, \D, ... refuse U+FFFD,
 * which is what mends (10.42).
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdlib.h>

#include "buf.h"
#include "pattern_cost.h"
#include "pattern_starts.h"
#include "utf8.h"
#include "xalloc.h"

enum {
	MATCH_LIMIT = 1000000,
	SUBJECT_MAX = 1 << 20,
	STEPS_A_BYTE = 2,
	HEAP_KIB = 8192,
	JIT_STACK_FIRST = 32 * 1024,
	JIT_STACK_MAX = 1 << 20,
	/* of the quick program: */
	QUICK_WORK = 1 << 24, /* steps times start positions times length */
	QUICK_LIMIT_LEAST = 16,
	QUICK_LIMIT_PLENTY = 64,
	QUICK_LIMIT_MOST = 100000,
};

struct pattern {
	pcre2_code *quick, *counted; /* quick: NULL without JIT */
	pcre2_match_context *quick_context, *counted_context;
	pcre2_match_data *data;
	pcre2_jit_stack *stack;
	struct pattern_cost cost;
	struct str text; /* what it was made of, for copies */
	struct pattern_options options;
	bool anchored;
	struct pattern_starts starts;
	uint32_t match_limit;
	size_t subject_max;
	struct str *name;
	uint32_t *number; /* number[i]: the group of name[i] */
	size_t names;
	struct buf mended; /* the last subject that was not UTF-8 */
	uint64_t replaced;
};

/* As pcre2_code_free calls for: memory that is not there ends the program. */
static void *
take_memory(size_t n, void *arg)
{
	(void)arg;
	return xmalloc(n);
}

static void
give_memory(void *p, void *arg)
{
	(void)arg;
	free(p);
}

static int
refuse_callout(pcre2_callout_enumerate_block *at, void *arg)
{
	*(size_t *)arg = at->pattern_position;
	return 1;
}

struct item_search {
	struct str text;
	size_t at;
};

static int
find_grapheme(pcre2_callout_enumerate_block *at, void *arg)
{
	struct item_search *s = arg;

	s->at = at->pattern_position;
	return str_starts(pattern_cost_item(s->text, at), STR("\\X"));
}

static pcre2_code *
compile(struct str text, uint32_t options, struct complaint *c)
{
	pcre2_general_context *memory =
		pcre2_general_context_create(take_memory, give_memory, NULL);
	pcre2_compile_context *context = pcre2_compile_context_create(memory);
	unsigned char message[160];
	PCRE2_SIZE offset;
	pcre2_code *code;
	int error;

	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
	code = pcre2_compile((PCRE2_SPTR)(text.n ? text.p : ""), text.n,
			     options | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &offset,
			     context);
	if (!code) {
		pcre2_get_error_message(error, message, sizeof message);
		complain(c, STATUS_SYNTAX, offset, "%s", (const char *)message);
	}
	pcre2_compile_context_free(context);
	pcre2_general_context_free(memory);
	return code;
}

static uint32_t
pattern_info(const pcre2_code *code, uint32_t what)
{
	uint32_t answer = 0;

	pcre2_pattern_info(code, what, &answer);
	return answer;
}

struct group_name {
	struct str name;
	uint32_t number;
};

static int
by_number(const void *a, const void *b)
{
	const struct group_name *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* The name table is in the order of the names, so equal ones are neighbours. */
static int
read_names(struct pattern *p, struct complaint *c)
{
	size_t n = pattern_info(p->counted, PCRE2_INFO_NAMECOUNT);
	size_t entry = pattern_info(p->counted, PCRE2_INFO_NAMEENTRYSIZE);
	struct group_name *list = xcalloc(n, sizeof *list);
	PCRE2_SPTR table = NULL;
	int status = 0;

	pcre2_pattern_info(p->counted, PCRE2_INFO_NAMETABLE, (void *)&table);
	for (size_t i = 0; i < n; i++, table += entry) {
		list[i].number = (uint32_t)(table[0] << 8 | table[1]);
		list[i].name = str_of((const char *)table + 2);
		if (i && str_eq(list[i].name, list[i - 1].name))
			status = complain(c, STATUS_SYNTAX, 0, "two groups are named '%s'",
					  list[i].name.p);
	}
	if (n)
		qsort(list, n, sizeof *list, by_number);
	p->name = xcalloc(n, sizeof *p->name);
	p->number = xcalloc(n, sizeof *p->number);
	for (size_t i = 0; i < n; i++) {
		p->name[i] = list[i].name;
		p->number[i] = list[i].number;
	}
	p->names = n;
	free(list);
	return status;
}

/* Programs, limits and names; 0 or STATUS_SYNTAX. */
static int
prepare(struct pattern *p, struct str text, const struct pattern_options *o, struct complaint *c)
{
	uint32_t anchored = o->anchored ? PCRE2_ANCHORED : 0;
	struct item_search grapheme = {text, 0};
	size_t at = 0;

	if (text.n > PATTERN_MAX)
		return complain(c, STATUS_SYNTAX, PATTERN_MAX, "a pattern of over %d bytes",
				PATTERN_MAX);
	p->quick = compile(text, anchored, c);
	if (!p->quick)
		return STATUS_SYNTAX;
	if (pcre2_callout_enumerate(p->quick, refuse_callout, &at) != 0)
		return complain(c, STATUS_SYNTAX, at, "callouts are not allowed");
	if (pattern_info(p->quick, PCRE2_INFO_CAPTURECOUNT) > PATTERN_GROUPS_MAX)
		return complain(c, STATUS_SYNTAX, 0, "over %d groups", PATTERN_GROUPS_MAX);
	p->counted = compile(text, anchored | PCRE2_AUTO_CALLOUT, c);
	if (!p->counted)
		return STATUS_SYNTAX;
	/* Quadratic in one item, in a row of flags (10.42): no count could stop it. */
	if (pcre2_callout_enumerate(p->counted, find_grapheme, &grapheme) != 0)
		return complain(c, STATUS_SYNTAX, grapheme.at, "\\X is not allowed");
	p->anchored = pattern_info(p->quick, PCRE2_INFO_ALLOPTIONS) & PCRE2_ANCHORED;
	pattern_starts_init(&p->starts, p->quick);
	return read_names(p, c);
}

static void
use_jit(struct pattern *p, bool no_jit)
{
	if (no_jit || pcre2_jit_compile(p->quick, PCRE2_JIT_COMPLETE) != 0 ||
	    pcre2_jit_compile(p->counted, PCRE2_JIT_COMPLETE) != 0) {
		pcre2_code_free(p->quick);
		p->quick = NULL;
		return;
	}
	p->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MAX, NULL);
	if (!p->stack)
		return;
	pcre2_jit_stack_assign(p->quick_context, NULL, p->stack);
	pcre2_jit_stack_assign(p->counted_context, NULL, p->stack);
}

struct pattern *
pattern_new(struct str text, const struct pattern_options *o, struct complaint *c)
{
	struct pattern *p = xcalloc(1, sizeof *p);
	pcre2_general_context *memory;

	buf_init(&p->mended, BUF_CAP_MAX);
	p->text = STR_N(xmemdup0(text.p, text.n), text.n);
	p->options = *o;
	p->match_limit = o->match_limit ? o->match_limit : MATCH_LIMIT;
	p->subject_max = o->subject_max ? o->subject_max : SUBJECT_MAX;
	if (prepare(p, p->text, o, c) < 0) {
		pattern_free(p);
		return NULL;
	}
	memory = pcre2_general_context_create(take_memory, give_memory, NULL);
	p->quick_context = pcre2_match_context_create(memory);
	p->counted_context = pcre2_match_context_create(memory);
	p->data = pcre2_match_data_create_from_pattern(p->counted, memory);
	pcre2_general_context_free(memory);
	pcre2_set_match_limit(p->counted_context, UINT32_MAX);
	pcre2_set_heap_limit(p->counted_context, HEAP_KIB);
	pattern_cost_init(&p->cost, p->counted, p->text);
	pcre2_set_callout(p->counted_context, pattern_cost_count, &p->cost);
	use_jit(p, o->no_jit);
	return p;
}

struct pattern *
pattern_copy(const struct pattern *p)
{
	struct complaint none;

	return pattern_new(p->text, &p->options, &none);
}

void
pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_code_free(p->quick);
	pcre2_code_free(p->counted);
	pcre2_match_context_free(p->quick_context);
	pcre2_match_context_free(p->counted_context);
	pcre2_match_data_free(p->data);
	pcre2_jit_stack_free(p->stack);
	pattern_cost_release(&p->cost);
	buf_release(&p->mended);
	free((char *)p->text.p);
	free(p->name);
	free(p->number);
	free(p);
}

size_t
pattern_names(const struct pattern *p, const struct str **names)
{
	*names = p->name;
	return p->names;
}

/* PCRE2's answer of the quick program, or MATCHLIMIT when it is not decided. */
static int
match_quickly(struct pattern *p, struct str s)
{
	size_t all = QUICK_WORK / (s.n + 1), limit = p->anchored ? all : all / (s.n + 1);

	/* Counting takes a time like matching: only where it may help. */
	if (limit < QUICK_LIMIT_PLENTY && all >= QUICK_LIMIT_LEAST && !p->anchored)
		limit = all / pattern_starts_count(&p->starts, s);
	if (limit < QUICK_LIMIT_LEAST)
		return PCRE2_ERROR_MATCHLIMIT;
	if (limit > QUICK_LIMIT_MOST)
		limit = QUICK_LIMIT_MOST;
	pcre2_set_match_limit(p->quick_context, (uint32_t)limit);
	return pcre2_jit_match(p->quick, (PCRE2_SPTR)s.p, s.n, 0, 0, p->data, p->quick_context);
}

/* The interpreter, two to four times slower, gets half the steps. */
static int
match_counted(struct pattern *p, struct str s, uint32_t options)
{
	uint64_t steps = p->match_limit + (uint64_t)STEPS_A_BYTE * s.n;

	pattern_cost_begin(&p->cost, steps * PATTERN_CALL_BYTES / (options & PCRE2_NO_JIT ? 2 : 1));
	return pcre2_match(p->counted, (PCRE2_SPTR)s.p, s.n, 0, options, p->data,
			   p->counted_context);
}

static enum pattern_result
result_of(int answer)
{
	switch (answer) {
	case PCRE2_ERROR_NOMATCH:
		return PATTERN_NO;
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
		return PATTERN_MATCH_LIMIT;
	case PCRE2_ERROR_HEAPLIMIT:
		return PATTERN_HEAP_LIMIT;
	case PCRE2_ERROR_JIT_STACKLIMIT:
		return PATTERN_JIT_STACK;
	default:
		return answer > 0 ? PATTERN_YES : PATTERN_OTHER;
	}
}

static void
fill_groups(const struct pattern *p, struct str s, int groups, struct str *group)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(p->data);

	for (size_t i = 0; i < p->names; i++) {
		uint32_t k = p->number[i];
		bool took_part = k < (uint32_t)groups && at[2 * k] != PCRE2_UNSET;

		group[i] = took_part ? (struct str){s.p + at[2 * k], at[2 * k + 1] - at[2 * k]}
				     : (struct str){NULL, 0};
	}
}

static struct str
mend(struct pattern *p, struct str s)
{
	buf_clear(&p->mended);
	p->replaced += utf8_replace(s, &p->mended);
	return buf_str(&p->mended);
}

enum pattern_result
pattern_match(struct pattern *p, struct str s, struct str *group)
{
	int answer = PCRE2_ERROR_MATCHLIMIT;

	if (s.n > p->subject_max)
		return PATTERN_TOO_LONG;
	if (s.n == 0)
		s = STR("");
	if (!utf8_valid(s))
		s = mend(p, s);
	if (p->quick)
		answer = match_quickly(p, s);
	if (answer == PCRE2_ERROR_MATCHLIMIT)
		answer = match_counted(p, s, p->quick ? 0 : PCRE2_NO_JIT);
	if (answer == PCRE2_ERROR_JIT_STACKLIMIT)
		answer = match_counted(p, s, PCRE2_NO_JIT);
	if (answer > 0 && group)
		fill_groups(p, s, answer, group);
	return result_of(answer);
}

uint64_t
pattern_replaced(const struct pattern *p)
{
	return p->replaced;
}

const char *
pattern_result_text(enum pattern_result r)
{
	switch (r) {
	case PATTERN_NO:
		return "the pattern does not match";
	case PATTERN_YES:
		return "the pattern matches";
	case PATTERN_MATCH_LIMIT:
		return "the pattern hit the match limit";
	case PATTERN_HEAP_LIMIT:
		return "the pattern hit the heap limit";
	case PATTERN_JIT_STACK:
		return "the pattern exhausted the JIT stack";
	case PATTERN_TOO_LONG:
		return "the line is too long for the pattern";
	case PATTERN_OTHER:
		break;
	}
	return "the pattern failed";
}
