#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern_cost.h"

#include <stdlib.h>

#include "number.h"
#include "xalloc.h"

/* In place of a count: the length of the longest group, known at the callout. */
static const uint32_t LONGEST_GROUP = UINT32_MAX;

static bool
is_reference(struct str item)
{
	if (item.n > 1 && item.p[0] == '\\')
		return strchr("123456789gk", item.p[1]) != NULL;
	return str_starts(item, STR("(?P="));
}

/* (?<name> is none, and a verb is charged for nothing; that is rare. */
static bool
looks_behind(struct str item)
{
	return str_starts(item, STR("(?<=")) || str_starts(item, STR("(?<!")) ||
	       str_starts(item, STR("(?<*")) || str_starts(item, STR("(*"));
}

/* N of "x{N}", "x{N,}" or "x{N,M}", where x is no group; 0 for any other item. */
static uint32_t
least_count(struct str item)
{
	bool braces_in_escape =
		item.n > 2 && item.p[0] == '\\' && strchr("xopPNgk", item.p[1]) != NULL;
	uint32_t count = 0;
	size_t at = item.n;

	while (at && item.p[at - 1] != '{')
		at--;
	if (at == 0 || item.p[0] == '(' || item.p[0] == ')' || (at == 3 && braces_in_escape))
		return 0;
	for (; at < item.n && item.p[at] >= '0' && item.p[at] <= '9' && count <= UINT16_MAX; at++)
		count = count * 10 + (uint32_t)(item.p[at] - '0');
	return count;
}

struct str
pattern_cost_item(struct str text, const pcre2_callout_enumerate_block *at)
{
	size_t from = at->pattern_position < text.n ? at->pattern_position : text.n;
	size_t n = at->next_item_length < text.n - from ? at->next_item_length : text.n - from;

	return STR_N(text.p + from, n);
}

struct reading {
	struct pattern_cost *cost;
	struct str text;
};

static int
read_item(pcre2_callout_enumerate_block *at, void *arg)
{
	struct reading *r = arg;
	struct str item = pattern_cost_item(r->text, at);
	uint32_t *unseen = &r->cost->unseen[item.p - r->text.p];

	if (is_reference(item))
		*unseen = LONGEST_GROUP;
	else if (looks_behind(item))
		*unseen = r->cost->look_behind;
	else
		*unseen = least_count(item) / 2;
	return 0;
}

/* The way back is gone once for each alternative; all there are is at least as many. */
static uint32_t
way_back(const pcre2_code *code, struct str text)
{
	uint32_t longest = 0, alternatives = 1;

	pcre2_pattern_info(code, PCRE2_INFO_MAXLOOKBEHIND, &longest);
	for (size_t i = 0; i < text.n; i++)
		alternatives += text.p[i] == '|';
	return longest * alternatives < LONGEST_GROUP ? longest * alternatives : LONGEST_GROUP - 1;
}

void
pattern_cost_init(struct pattern_cost *c, const pcre2_code *code, struct str text)
{
	struct reading reading = {c, text};
	uint32_t groups = 0;

	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	*c = (struct pattern_cost){
		.unseen = xcalloc(text.n + 1, sizeof *c->unseen),
		.size = text.n,
		.look_behind = way_back(code, text),
		.call = PATTERN_CALL_BYTES + groups - groups / 3, /* it goes through them */
	};
	pcre2_callout_enumerate(code, read_item, &reading);
}

void
pattern_cost_release(struct pattern_cost *c)
{
	free(c->unseen);
	c->unseen = NULL;
}

void
pattern_cost_begin(struct pattern_cost *c, uint64_t bytes)
{
	c->left = bytes;
	c->last = 0;
}

/* What a back reference can look at: no further than the subject goes. */
static size_t
longest_group(const pcre2_callout_block *at)
{
	size_t longest = 0, rest = at->subject_length - at->current_position;

	for (uint32_t i = 1; i < at->capture_top; i++) {
		size_t from = at->offset_vector[2 * i], to = at->offset_vector[2 * i + 1];

		if (from != PCRE2_UNSET && to != PCRE2_UNSET && to > from && to - from > longest)
			longest = to - from;
	}
	return longest < rest ? longest : rest;
}

int
pattern_cost_count(pcre2_callout_block *at, void *arg)
{
	struct pattern_cost *c = arg;
	size_t now = at->current_position;
	size_t moved = now > c->last ? now - c->last : c->last - now;
	size_t unseen = c->unseen[at->pattern_position < c->size ? at->pattern_position : c->size];
	uint64_t all;

	if (unseen == LONGEST_GROUP)
		unseen = longest_group(at);
	all = c->call + (uint64_t)moved + unseen;
	c->last = now;
	if (c->left < all)
		return PCRE2_ERROR_MATCHLIMIT;
	c->left -= all;
	return 0;
}
