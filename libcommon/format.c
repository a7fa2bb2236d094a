#include "format.h"

#define FORMAT(name) extern const struct format format_##name;
#include "format_list.h"
#undef FORMAT

static const struct format *const table[] = {
#define FORMAT(name) &format_##name,
#include "format_list.h"
#undef FORMAT
};

enum { FORMATS = sizeof table / sizeof table[0] };

/* At least this share of the sample's lines must speak for a format. */
enum { CONVINCING_PERCENT = 50 };

const char *
reject_reason_name(enum reject_reason r)
{
	static const char *const name[REJECT_REASONS] = {
		[REJECT_SYNTAX] = "syntax",
		[REJECT_TORN] = "torn",
		[REJECT_LONG_LINE] = "long_line",
		[REJECT_DEPTH] = "depth",
		[REJECT_UTF8] = "utf8",
		[REJECT_FIELDS] = "fields",
		[REJECT_UNCLOSED] = "unclosed",
		[REJECT_NO_MATCH] = "no_match",
		[REJECT_REGEX_LIMIT] = "regex_limit",
		[REJECT_TIME] = "time",
		[REJECT_NUMBER] = "number",
		[REJECT_VALUE] = "value",
	};

	return name[r];
}

const struct format *
format_at(size_t i)
{
	return i < FORMATS ? table[i] : NULL;
}

const struct format *
format_find(struct str name)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (str_eq(str_of(table[i]->name), name))
			return table[i];
	return NULL;
}

const struct format *
format_guess(struct str sample)
{
	const struct format *best = NULL;
	int most = CONVINCING_PERCENT - 1;

	for (size_t i = 0; i < FORMATS; i++) {
		int percent = table[i]->hidden ? 0 : table[i]->probe(sample);

		if (percent > most) {
			most = percent;
			best = table[i];
		}
	}
	return best;
}
