/*
 * scoring - models to bytes and back.  The form stands in mlmodel(5); every count is held
 * against the bytes that are left, and names and keys are checked, before they are used.
 */
#include <stdlib.h>

#include "schema.h"
#include "scoring_parts.h"
#include "xalloc.h"

/* The least that a model takes: its number of rows. */
enum { MODEL_BYTES = 8, NAME_BYTES = 4 };

static void
save_model(const struct scoring *s, const struct scoring_model *m, struct pack *out)
{
	pack_u64(out, m->rows);
	if (m->rows == 0)
		return;
	season_save(&m->season, out);
	for (size_t i = 0; i < s->options.methods; i++) {
		scoring_detector(s, i)->save(m->model[i], out);
		alarm_save(&m->alarm[i], out);
	}
}

void
scoring_save(const struct scoring *s, struct pack *out)
{
	const struct scoring_groups *g = s->groups;

	pack_u64(out, s->options.methods);
	for (size_t i = 0; i < s->options.methods; i++)
		pack_text(out, str_of(s->options.method[i]->name));
	pack_u64(out, s->features.n);
	for (size_t i = 0; i < s->features.n; i++)
		pack_text(out, s->features.feature[i].name);
	pack_u64(out, g->n);
	for (size_t i = 0; i < g->n; i++)
		pack_text(out, g->name[i]);
	pack_u64(out, s->models - 1);
	for (size_t k = 0; k < s->models; k++) {
		if (k)
			pack_text(out, group_key(&g->keys, (uint32_t)k));
		save_model(s, &s->model[k], out);
	}
}

static int
no_sense(const struct unpack *in, const char *what, struct complaint *c)
{
	return complain(c, STATUS_DAMAGED, in->offset, "byte %zu: %s", in->offset, what);
}

static int
load_methods(struct scoring *s, struct unpack *in, struct complaint *c)
{
	uint64_t n = unpack_count(in, NAME_BYTES);
	const struct method **method;

	if (n == 0 || n > 1000)
		return no_sense(in, "not a number of methods", c);
	method = xcalloc(n, sizeof *method);
	s->loaded = method;
	for (uint64_t i = 0; i < n; i++) {
		struct str name = unpack_text(in);
		struct complaint inner;

		if (in->bad || method_find(name, &method[i], &inner) < 0 || !method[i]->detector)
			return no_sense(in, "no method known here", c);
		for (uint64_t k = 0; k < i; k++)
			if (method[k] == method[i])
				return no_sense(in, "a method twice", c);
	}
	s->options.method = method;
	s->options.methods = n;
	return 0;
}

static bool
has_feature(const struct features *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->feature[i].name, name))
			return true;
	return false;
}

static int
load_features(struct scoring *s, struct unpack *in, struct complaint *c)
{
	uint64_t n = unpack_count(in, NAME_BYTES);

	if (n == 0 || n > SCHEMA_COLUMNS_MAX)
		return no_sense(in, "not a number of columns", c);
	for (uint64_t i = 0; i < n; i++) {
		struct str name = unpack_text(in);

		if (!schema_name_ok(name) || has_feature(&s->features, name))
			return no_sense(in, "no name of a column", c);
		features_add(&s->features, name, FEATURE_NUMBER);
	}
	return 0;
}

/* The session's own groups, if any were asked for, must be these. */
static int
load_group_names(struct scoring *s, struct unpack *in, struct complaint *c)
{
	struct scoring_groups *g = s->groups;
	uint64_t n = unpack_count(in, NAME_BYTES);
	bool asked = g->n > 0;

	if (n > SCHEMA_COLUMNS_MAX)
		return no_sense(in, "not a number of group columns", c);
	if (asked && n != g->n)
		return complain(c, STATUS_USAGE, 0, "the model was learned with other groups");
	for (uint64_t i = 0; i < n; i++) {
		struct str name = unpack_text(in);

		if (!schema_name_ok(name))
			return no_sense(in, "no name of a column", c);
		if (asked && !str_eq(name, g->name[i]))
			return complain(c, STATUS_USAGE, 0,
					"the model was learned with other "
					"groups: -g %.*s",
					(int)name.n, name.p);
		if (asked)
			continue;
		g->name = xrealloc(g->name, g->n + 1, sizeof *g->name);
		g->name[g->n++] = STR_N(xmemdup0(name.p, name.n), name.n);
	}
	return 0;
}

static int
load_model(struct scoring *s, struct scoring_model *m, struct unpack *in, struct complaint *c)
{
	int status = 0;

	m->rows = unpack_u64(in);
	if (m->rows == 0)
		return 0;
	status = season_load(&m->season, in, s->features.n, c);
	for (size_t i = 0; i < s->options.methods && status == 0; i++) {
		m->model[i] = scoring_detector(s, i)->load(in, s->features.n, c);
		if (!m->model[i])
			status = STATUS_DAMAGED;
		else
			status = alarm_load(&m->alarm[i], in, c);
	}
	return status;
}

/* Keys come in the order of their numbers, none of them twice. */
static int
load_key(struct scoring *s, uint64_t k, struct unpack *in, struct complaint *c)
{
	struct scoring_groups *g = s->groups;
	struct str key = unpack_text(in);
	size_t values = 1;

	for (size_t i = 0; i < key.n; i++)
		values += key.p[i] == '\t';
	if (in->bad || values != g->n || group_of_key(&g->keys, key) != k)
		return no_sense(in, "no group", c);
	return 0;
}

static int
load_models(struct scoring *s, struct unpack *in, struct complaint *c)
{
	uint64_t groups = unpack_count(in, MODEL_BYTES + NAME_BYTES);
	int status = 0;

	if (in->bad || (groups && s->groups->n == 0) || groups > s->groups->keys.max)
		return no_sense(in, "not a number of groups", c);
	s->options.pooled = groups == 0;
	for (uint64_t k = 0; k <= groups && status == 0; k++) {
		if (k)
			status = load_key(s, k, in, c);
		if (status == 0)
			status = load_model(s, scoring_model_add(s), in, c);
	}
	if (status == 0 && (!unpack_done(in) || s->model[0].rows == 0))
		return no_sense(in, "the file does not end with its models", c);
	return status;
}

static bool
same_methods(const struct scoring *s, const struct scoring_options *asked)
{
	for (size_t i = 0; i < asked->methods; i++)
		if (i >= s->options.methods || asked->method[i] != s->options.method[i])
			return false;
	return asked->methods == 0 || asked->methods == s->options.methods;
}

int
scoring_load(struct scoring *s, struct str bytes, struct complaint *c)
{
	struct scoring_options asked = s->options;
	struct unpack in;
	int status;

	unpack_init(&in, bytes);
	status = load_methods(s, &in, c);
	if (status == 0 && !same_methods(s, &asked))
		return complain(c, STATUS_USAGE, 0,
				"the model was learned by other methods than -m");
	if (status == 0)
		status = load_features(s, &in, c);
	if (status == 0)
		status = load_group_names(s, &in, c);
	if (status == 0)
		status = load_models(s, &in, c);
	if (status < 0)
		return status;
	s->reference_rows = s->model[0].rows;
	s->fitted = true;
	return scoring_judge(s, c);
}
