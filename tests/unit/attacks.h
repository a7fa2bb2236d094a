/*
 * Patterns and subjects that cost exponential or polynomial time where work is not
 * bounded; for test_pattern, which counts, and make bench-regex, which looks at the clock.
 * The subject is HEAD, N times FILL, MIDDLE, M times FILL, TAIL: long lines that nearly
 * match.  The ideas are those of OWASP's page on ReDoS, of pcre2perform(3), of Cox's
 * "Regular expression matching can be simple and fast", of Davis et al., "The impact of
 * regular expression denial of service in practice" (2018), and of the failures at Stack
 * Overflow (2016) and Cloudflare (2019).
 */
#ifndef ML_TEST_ATTACKS_H
#define ML_TEST_ATTACKS_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "str.h"

#define GROUPS_4 "(a)(a?)(a*?)((?:a))"
#define GROUPS_20 GROUPS_4 GROUPS_4 GROUPS_4 GROUPS_4 GROUPS_4

/* None matches: NO where that is cheap to see, LIMIT where nobody could. */
enum attack_answer { NO, LIMIT, EITHER };

struct attack {
	const char *pattern, *head, *fill, *middle, *tail;
	size_t n, m;
	enum attack_answer answer;
};

static const struct attack attacks[] = {
	/* Nested quantifiers. */
	{"(a+)+\\d", "", "a", "", "!", 30, 0, LIMIT},
	{"(a+)+\\d", "", "a", "", "!", 1000000, 0, LIMIT},
	{"(a+)+\\d", "", "aaaaaaaaaaaaaaa!", "", "", 60000, 0, LIMIT},
	{"^(a+)+$", "", "a", "", "!", 1000000, 0, LIMIT},
	{"(x+x+)+[yz]", "", "x", "", "", 1000000, 0, LIMIT},
	{"(a*)*[bc]", "", "a", "", "!", 1000000, 0, LIMIT},
	{"^(\\d+)+[xy]$", "", "1", "", "", 1000000, 0, LIMIT},
	{"^([a-zA-Z0-9]+\\s?)*$", "", "word ", "", "!", 200000, 0, LIMIT},
	{"(?:\\w+\\s?)+[!?]$", "", "word ", "", "", 200000, 0, LIMIT},
	{"^(([a-z])+.)+[A-Z]([a-z])+$", "", "a", "", "", 1000000, 0, LIMIT},
	{"^(?:(?:[\\w-]+\\.)+[\\w-]+,?)+;", "", "a.", "", "!", 500000, 0, LIMIT},
	{"^([a-z0-9](?:[-.]|_+)?)*@", "", "a", "", "!", 1000000, 0, LIMIT},
	/* Alternatives that overlap. */
	{"(a|aa)+[yz]", "", "a", "", "", 1000000, 0, LIMIT},
	{"(a|a?)+[yz]", "", "a", "", "", 1000000, 0, LIMIT},
	{"(?:a|b|ab)*[cd]", "", "ab", "", "!", 500000, 0, LIMIT},
	{"(\\D+|<\\d+>)*[!?]", "", "a", "", "", 1000000, 0, LIMIT},
	{"^(?:[^\"]|\\\\.)*\"", "", "a", "", "b", 1000000, 0, LIMIT},
	{"^\"(?:\\\\\"|[^\"]|\\\\.)*\"$", "\"", "\\\"", "", "", 500000, 0, LIMIT},
	{"^(?:\\w|[a-z]|\\S)+ end$", "", "a", "", "!", 1000000, 0, LIMIT},
	/* Runs side by side. */
	{"\\s+$", "", " ", "", "x", 50000, 0, LIMIT},
	{"\\s+$", "", " ", "", "x", 1000000, 0, LIMIT},
	{"^\\s+$", "", " ", "", "x", 1000000, 0, NO},
	{"^[\\s\\x{200c}]+|[\\s\\x{200c}]+$", "x", " ", "", "x", 1000000, 0, LIMIT},
	{"^(.*)-(.*)-(.*)[YZ]", "", "-", "", "", 1000000, 0, LIMIT},
	{"(.*)-(.*)-(.*)[YZ]", "", "-", "", "", 500, 0, LIMIT},
	{"^.*?-.*?-.*?-.*?[YZ]", "", "-", "", "", 1000000, 0, LIMIT},
	{"^[a-]*[b-]*[c-]*[d-]*[YZ]", "", "-", "", "", 1000000, 0, LIMIT},
	{".*.*=.*;", "", "x=", "", "", 500000, 0, EITHER},
	{"[ab]+[cd]", "", "ab", "", "x", 500000, 0, LIMIT},
	{"^.*?\\s+[xy]", "", " ", "", "-", 1000000, 0, LIMIT},
	{"^.*?\\s+$", "", " ", "", "-", 1000000, 0, LIMIT},
	{"\\d+ms|\\d+us", "", "1", "", "", 1000000, 0, EITHER},
	{"\"[^\"]*\"[,;]", "", "\"a\"", "", "", 333333, 0, EITHER},
	{"(?i)[a-z]+[ſK]+[0-9]", "", "k", "", "!", 1000000, 0, LIMIT},
	{"^\\p{L}+\\p{Lu}?\\p{Ll}+[0-9]", "", "é", "", "!", 500000, 0, LIMIT},
	/* Runs of at least so many. */
	{"\\s{60000}[xy]", "", "                                !", "", "", 30000, 0, LIMIT},
	{"^.*?\\s{60000}[xy]", "", " ", "!", "", 59999, 900000, LIMIT},
	{"[0-9a-f]{40}", "", "000000000000000000000000000000000000000-", "", "", 25000, 0, LIMIT},
	{"(?:a?){25}a{25}b", "", "a", "", "", 25, 0, NO},
	{"(?:a?){500}a{500}[bc]", "", "a", "", "", 999, 0, LIMIT},
	{"(.*a){20}[bc]", "", "a", "", "", 1000000, 0, LIMIT},
	{"(?:a{0,999}){0,20}[bc]", "", "a", "", "", 1000000, 0, LIMIT},
	/* Many groups, which are gone through again and again. */
	{"^" GROUPS_20 "(a+)+[xy]", "", "a", "", "!", 1000000, 0, LIMIT},
	{"^(?:" GROUPS_20 ")+[xy]", "", "a", "", "!", 1000000, 0, LIMIT},
	{"^(?:" GROUPS_20 GROUPS_20 GROUPS_20 GROUPS_20 GROUPS_20 ")+?[xy]", "", "a", "", "!",
	 1000000, 0, LIMIT},
	/* Back references. */
	{"(.+)\\1[!?]", "", "a", "", "", 1000000, 0, LIMIT},
	{"^(\\w+) .*\\1$", "", "a", "b ", "", 300000, 600000, LIMIT},
	{"^(\\w+) .*\\1$", "", "a", "b ", "", 300, 600, NO},
	{"(?i)^(\\w+) .*\\1$", "", "a", "b ", "", 300000, 600000, LIMIT},
	{"(\\w+) .*\\1$", "", "a", "b ", "", 2000, 2000, LIMIT},
	{"^(a+b)(?:a?a?a?a?a?a?a?a?a?a?a?a?a?a?\\1)", "", "a", "b", "c", 300000, 300020, LIMIT},
	{"^(?<k>\\w+b).*?=\\k<k>{2}$", "", "a=", "b", "", 1, 400000, NO},
	{"^(.*?)(?:\\1){2,}[!?]", "", "ab", "", "", 500000, 0, LIMIT},
	/* Looking ahead and behind. */
	{"(?<=.{255})[xz]", "", "a", "", "y", 1000000, 0, NO},
	{"(?<!\\w{60000})[xz][YZ]", "", "x", "", "y", 60000, 0, LIMIT},
	{"^(?=.*[xz]).*?(?=.*[YZ])", "", "a", "", "x", 1000000, 0, LIMIT},
	{"(?=.*[YZ])a", "", "a", "", "", 1000000, 0, LIMIT},
	{"^(?:(?!end).)*end$", "", "a", "", "", 1000000, 0, LIMIT},
	{"\\b(?:\\w+\\W+){200}[!?]", "", "a ", "", "", 500000, 0, LIMIT},
	/* Calls, items that mean more than one character. */
	{"^(\\((?:[^()]|(?1))*\\))+$", "", "(", "", "", 1000000, 0, LIMIT},
	{"^(?:((.)(?1)\\2|.?))$", "", "a", "", "b", 100000, 0, LIMIT},
	{"^(a?(?1)?a)+$", "", "a", "", "b", 10000, 0, LIMIT},
	{"^(?:\\R|\\s)+[xy]", "", "\r", "", "", 1000000, 0, LIMIT},
	{"^(?:\\h|\\s| )+[xy]", "", " ", "", "", 1000000, 0, LIMIT},
	/* Cloudflare's. */
	{"(?:(?:\"|'|\\]|\\}|\\\\|\\d|(?:nan|infinity|true|false|null|undefined|symbol|math)"
	 "|`|-|\\+)+[)]*;?((?:\\s|-|~|!|{}|\\|\\||\\+)*.*(?:.*=.*)))",
	 "=1", "x", "", "", 1000000, 0, EITHER},
	{"^(?:(?:\\d|-|\\+)+[)]*;?((?:\\s|-|\\+)*.*(?:.*=.*);))", "", "1=", "", "", 500000, 0,
	 LIMIT},
};

enum { ATTACKS = sizeof attacks / sizeof attacks[0] };

static inline char *
attack_append(char *at, const char *text, size_t times)
{
	size_t n = strlen(text);

	for (; times; times--, at += n)
		memcpy(at, text, n);
	return at;
}

/* The caller frees it. */
static inline struct str
attack_subject(const struct attack *a)
{
	size_t room = strlen(a->head) + strlen(a->fill) * (a->n + a->m) + strlen(a->middle) +
		      strlen(a->tail);
	char *p = malloc(room + 1), *at;

	assert(p);
	at = attack_append(p, a->head, 1);
	at = attack_append(at, a->fill, a->n);
	at = attack_append(at, a->middle, 1);
	at = attack_append(at, a->fill, a->m);
	at = attack_append(at, a->tail, 1);
	return (struct str){p, (size_t)(at - p)};
}

#endif
