/*
 * schema - the columns of a record stream: names, roles, order.  Layer: record.
 *
 * Known columns come first in the order of enum role, then the user's own in
 * their order, then p_*, f_*, c_* (design.md 2.8).
 */
#ifndef ML_SCHEMA_H
#define ML_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "str.h"

enum role {
	ROLE_TS,
	ROLE_ID,
	ROLE_MODEL,
	ROLE_VERSION,
	ROLE_ENDPOINT,
	ROLE_PRED,
	ROLE_SCORE,
	ROLE_LABEL,
	ROLE_LATENCY_MS,
	ROLE_STATUS,
	ROLE_TOKENS_IN,
	ROLE_TOKENS_OUT,
	ROLE_OTHER, /* the user's own */
	ROLE_P,     /* p_<class>: class scores */
	ROLE_F,     /* f_<name>: numeric features */
	ROLE_C,     /* c_<name>: categorical features */
};

enum { SCHEMA_NAME_MAX = 63, SCHEMA_COLUMNS_MAX = 10000 };

enum role schema_role(struct str name);
/* True for columns whose values are numbers: score, latency_ms, tokens_*, p_*, f_*. */
bool schema_is_numeric(enum role role);
/*
 * True for columns whose values are text even when they look like numbers: ts, id,
 * model, version, endpoint, c_*.
 */
bool schema_is_text(enum role role);
/* The name of a role below ROLE_OTHER. */
struct str schema_role_name(enum role role);
bool schema_name_ok(struct str name);
/*
 * Appends NAME made legal: bytes that may not be become _, a leading digit gets _
 * before it, cut to SCHEMA_NAME_MAX; an empty name becomes "_".
 */
int schema_legal_name(struct str name, struct buf *out);

#endif
