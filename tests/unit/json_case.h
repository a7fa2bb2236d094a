/*
 * json_case - json_find with paths written as people write them.
 */
#ifndef ML_JSON_CASE_H
#define ML_JSON_CASE_H

#include <stdlib.h>

#include "json.h"
#include "padded.h"

enum { JSON_CASE_PATHS = 8 };

struct json_case {
	struct path path[JSON_CASE_PATHS];
	const struct path *paths[JSON_CASE_PATHS];
	size_t n;
	struct json *json;
	struct value value[JSON_CASE_PATHS];
	struct str text; /* of the last line */
	int status;
};

/* PATHS are separated by blanks. */
static inline void
json_case_init(struct json_case *c, const char *paths, const struct json_options *o)
{
	*c = (struct json_case){.n = 0};
	while (*paths) {
		size_t n = strcspn(paths, " ");
		struct complaint why;

		if (path_parse(&c->path[c->n], STR_N(paths, n), &why) < 0)
			abort();
		c->paths[c->n] = &c->path[c->n];
		c->n++;
		paths += n + (paths[n] == ' ');
	}
	c->json = json_new(c->paths, c->n, o);
}

static inline int
json_case_find(struct json_case *c, struct str line)
{
	padded_free(c->text);
	c->text = padded(line);
	c->status = json_find(c->json, c->text, c->value);
	return c->status;
}

static inline void
json_case_release(struct json_case *c)
{
	padded_free(c->text);
	json_free(c->json);
	for (size_t i = 0; i < c->n; i++)
		path_release(&c->path[i]);
}

#endif
