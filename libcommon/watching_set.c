/*
 * watching - parameters of detectors: NAME=VALUE, for each method that has NAME.
 */
#include <math.h>
#include <stdlib.h>

#include "lookup.h"
#include "number.h"
#include "watching_parts.h"
#include "xalloc.h"

/* The names of all parameters of the methods; free() it. */
static struct str *
all_names(const struct watching_options *o, size_t *n)
{
	struct str *name = xcalloc(o->methods * CHANGE_PARAMETERS, sizeof *name);

	*n = 0;
	for (size_t i = 0; i < o->methods; i++)
		for (const struct change_parameter *p = o->method[i]->change->parameter; p->name;
		     p++)
			name[(*n)++] = str_of(p->name);
	return name;
}

static int
check_value(const struct change_parameter *p, double x, const char *text, struct complaint *c)
{
	if (!(x >= p->min && x <= p->max) || (p->whole && x != floor(x)))
		return complain(c, STATUS_USAGE, 0, "--set %s: %s is a%s number from %g to %g",
				text, p->name, p->whole ? " whole" : "", p->min, p->max);
	return 0;
}

static int
set_one(struct watching *w, const char *text, struct complaint *c)
{
	const struct watching_options *o = w->options;
	const char *equal = strchr(text, '=');
	struct str name = STR_N(text, equal ? (size_t)(equal - text) : 0);
	double x;
	size_t n, at;
	struct str *names;
	int status;

	if (!equal || number_parse_lax(str_of(equal + 1), &x) < 0)
		return complain(c, STATUS_USAGE, 0, "--set %s: not NAME=NUMBER", text);
	names = all_names(o, &n);
	status = lookup("parameter", name, names, n, &at, c);
	free(names);
	for (size_t i = 0; i < o->methods && status == 0; i++) {
		const struct change_parameter *p = o->method[i]->change->parameter;

		for (size_t k = 0; p[k].name && status == 0; k++) {
			if (!str_eq(str_of(p[k].name), name))
				continue;
			status = check_value(&p[k], x, text, c);
			w->value[i][k] = x;
		}
	}
	return status < 0 ? STATUS_USAGE : 0;
}

int
watching_set_parameters(struct watching *w, struct complaint *c)
{
	const struct watching_options *o = w->options;
	int status = 0;

	w->value = xcalloc(o->methods, sizeof *w->value);
	for (size_t i = 0; i < o->methods; i++) {
		const struct change_parameter *p = o->method[i]->change->parameter;

		for (size_t k = 0; p[k].name; k++)
			w->value[i][k] = p[k].value;
	}
	for (size_t i = 0; i < o->sets && status == 0; i++)
		status = set_one(w, o->set[i], c);
	return status;
}
