#include "schema.h"

static const char *const role_names[ROLE_OTHER] = {
	[ROLE_TS] = "ts",
	[ROLE_ID] = "id",
	[ROLE_MODEL] = "model",
	[ROLE_VERSION] = "version",
	[ROLE_ENDPOINT] = "endpoint",
	[ROLE_PRED] = "pred",
	[ROLE_SCORE] = "score",
	[ROLE_LABEL] = "label",
	[ROLE_LATENCY_MS] = "latency_ms",
	[ROLE_STATUS] = "status",
	[ROLE_TOKENS_IN] = "tokens_in",
	[ROLE_TOKENS_OUT] = "tokens_out",
};

/* p_, f_ and c_ alone, with no name behind, are the user's own. */
static enum role
prefix_role(struct str name)
{
	if (name.n < 3 || name.p[1] != '_')
		return ROLE_OTHER;
	switch (name.p[0]) {
	case 'p':
		return ROLE_P;
	case 'f':
		return ROLE_F;
	case 'c':
		return ROLE_C;
	default:
		return ROLE_OTHER;
	}
}

enum role
schema_role(struct str name)
{
	for (int i = 0; i < ROLE_OTHER; i++)
		if (str_eq(name, str_of(role_names[i])))
			return (enum role)i;
	return prefix_role(name);
}

bool
schema_is_numeric(enum role role)
{
	switch (role) {
	case ROLE_SCORE:
	case ROLE_LATENCY_MS:
	case ROLE_TOKENS_IN:
	case ROLE_TOKENS_OUT:
	case ROLE_P:
	case ROLE_F:
		return true;
	default:
		return false;
	}
}

bool
schema_is_text(enum role role)
{
	switch (role) {
	case ROLE_TS:
	case ROLE_ID:
	case ROLE_MODEL:
	case ROLE_VERSION:
	case ROLE_ENDPOINT:
	case ROLE_C:
		return true;
	default:
		return false;
	}
}

struct str
schema_role_name(enum role role)
{
	return str_of(role_names[role]);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_name_byte(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

bool
schema_name_ok(struct str name)
{
	if (name.n == 0 || name.n > SCHEMA_NAME_MAX || is_digit(name.p[0]))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!is_name_byte(name.p[i]))
			return false;
	return true;
}

int
schema_legal_name(struct str name, struct buf *out)
{
	bool prefix = name.n == 0 || is_digit(name.p[0]);
	size_t room = SCHEMA_NAME_MAX - prefix;
	size_t n = name.n < room ? name.n : room;
	int status = buf_reserve(out, n + prefix);

	if (status < 0)
		return status;
	if (prefix)
		out->p[out->n++] = '_';
	for (size_t i = 0; i < n; i++)
		out->p[out->n++] = is_name_byte(name.p[i]) ? name.p[i] : '_';
	return 0;
}
