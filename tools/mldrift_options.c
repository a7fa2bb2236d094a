/*
 * mldrift - options that would be ignored are refused: whoever gives one counts on it.
 */
#include "mldrift.h"

static bool
is_given(const struct mldrift *m, const char *option)
{
	for (size_t i = 0; i < m->given.n; i++)
		if (strcmp(m->given.item[i], option) == 0)
			return true;
	return false;
}

static bool
has_method(const struct mldrift *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->method[i]->name, name) == 0)
			return true;
	return false;
}

/* Options of one family stand in its table; of those for all, some are not for streams. */
enum { FOR_ROWS = 1 << METHOD_ROW, FOR_COLUMNS = 1 << METHOD_DISTRIBUTION };

struct shared {
	const char *option;
	unsigned families;
};

static const struct shared shared[] = {
	{"reference", FOR_ROWS | FOR_COLUMNS}, {"fit", FOR_ROWS | FOR_COLUMNS},
	{"season", FOR_ROWS | FOR_COLUMNS},    {"categorical", FOR_ROWS | FOR_COLUMNS},
	{"max-reference", FOR_ROWS},
};

static bool
is_in(const struct cli_option *table, const char *option)
{
	for (; table->name; table++)
		if (strcmp(table->name, option) == 0)
			return true;
	return false;
}

/* A bit for each family that knows OPTION. */
static unsigned
families_of(const struct mldrift *m, const char *option)
{
	if (is_in(m->score.row, option))
		return 1 << METHOD_ROW;
	if (is_in(m->compare.row, option))
		return 1 << METHOD_DISTRIBUTION;
	if (is_in(m->watch.row, option))
		return 1 << METHOD_STREAM;
	for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
		if (strcmp(shared[i].option, option) == 0)
			return shared[i].families;
	return ~0u;
}

static const char *
families_text(unsigned families)
{
	switch (families) {
	case FOR_ROWS:
		return "methods that score rows";
	case FOR_COLUMNS:
		return "methods that compare columns";
	case FOR_ROWS | FOR_COLUMNS:
		return "methods that score rows or compare columns";
	default:
		return "methods that watch streams";
	}
}

static int
check_family(const struct mldrift *m, const char *option, struct complaint *c)
{
	static const char *const does[] = {"scores rows", "compares columns", "watches streams"};
	enum method_family family = m->method[0]->family;
	unsigned families = families_of(m, option);
	bool windows = family == METHOD_ROW && strcmp(option, "window") == 0;

	if (families >> family & 1)
		return 0;
	return complain(c, STATUS_USAGE, 0, "--%s belongs to %s; -m %s %s%s", option,
			families_text(families), m->method[0]->name, does[family],
			windows ? ": give it the windows that 'mlwindow -w' makes" : "");
}

/* What only one of the methods that score rows asks for; a model has it. */
static const struct {
	const char *option, *method;
} learning[] = {
	{"trees", "iforest"},     {"subsample", "iforest"}, {"max-depth", "iforest"},
	{"extension", "iforest"}, {"compat", "iforest"},    {"hidden", "autoencoder"},
	{"lambda", "ewma"},       {"sigma", "ewma"},
};

static int
check_learning(const struct mldrift *m, struct complaint *c)
{
	for (size_t i = 0; i < sizeof learning / sizeof learning[0]; i++) {
		const char *option = learning[i].option;

		if (!is_given(m, option))
			continue;
		if (m->score.model)
			return complain(c, STATUS_USAGE, 0,
					"--%s is for learning: it stands in --model already",
					option);
		if (!has_method(m, learning[i].method))
			return complain(c, STATUS_USAGE, 0, "--%s belongs to -m %s", option,
					learning[i].method);
	}
	return 0;
}

/* Of two options the first means nothing beside the other, or without it. */
struct pair {
	const char *option, *other;
	bool beside;
};

static const struct pair pairs[] = {
	{"max-reference", "model", true},
	{"why", "fit", true},
	{"fdr", "fit", true},
	{"floor", "fit", true},
	{"lateness", "window", false},
	{"max-ahead", "window", false},
	{"pooled", "group", false},
};

static int
check_pairs(const struct mldrift *m, struct complaint *c)
{
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		const struct pair *p = &pairs[i];

		if (is_given(m, p->option) && is_given(m, p->other) == p->beside)
			return complain(c, STATUS_USAGE, 0,
					p->beside ? "--%s and --%s do not go together"
						  : "--%s means nothing without --%s",
					p->option, p->other);
	}
	return 0;
}

int
mldrift_check_options(const struct mldrift *m, struct complaint *c)
{
	for (size_t i = 0; i < m->given.n; i++)
		if (check_family(m, m->given.item[i], c) < 0)
			return STATUS_USAGE;
	if (check_learning(m, c) < 0)
		return STATUS_USAGE;
	return check_pairs(m, c);
}
