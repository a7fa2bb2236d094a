/*
 * survey - which fields a log's first records have.  Layer: record.
 *
 * Filled by a format from a sample, read by guessing (guess.h), by messages that
 * list the columns present, and by --explain.
 */
#ifndef ML_SURVEY_H
#define ML_SURVEY_H

#include <stdint.h>

#include "map.h"
#include "path.h"
#include "str.h"
#include "value.h"

enum { SURVEY_DEPTH = 8, SURVEY_FIELDS_MAX = 10000, SURVEY_EXAMPLE_MAX = 80 };

struct survey_field {
	struct str path; /* as a person writes it: .a.b, or a bare name */
	struct str key;  /* its last key */
	unsigned depth;  /* 1: top level */
	uint64_t count;  /* records that have it */
	uint64_t numbers, texts, bools, compounds, missing; /* what it was there */
	uint64_t arrays;                                    /* compounds that are arrays */
	double min, max;                                    /* of the numbers */
	struct str example;                                 /* first value, cut */
};

struct survey {
	struct map paths;
	struct survey_field *field; /* in order of first appearance */
	size_t room;
	size_t next; /* the field that came behind the last one before */
	uint64_t records;
};

void survey_init(struct survey *s);
void survey_release(struct survey *s);
/* Counts one value at PATH, whose last step is KEY. */
void survey_add(struct survey *s, struct str path, struct str key, unsigned depth, struct value v);
static inline size_t
survey_n(const struct survey *s)
{
	return s->paths.n;
}

#endif
