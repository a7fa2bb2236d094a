#include "survey.h"

#include <math.h>
#include <stdlib.h>

#include "number.h"
#include "xalloc.h"

void
survey_init(struct survey *s)
{
	*s = (struct survey){0};
	map_init(&s->paths);
}

void
survey_release(struct survey *s)
{
	for (size_t i = 0; i < survey_n(s); i++) {
		free((char *)s->field[i].key.p);
		free((char *)s->field[i].example.p);
	}
	free(s->field);
	map_release(&s->paths);
	*s = (struct survey){0};
}

static struct str
copy(struct str s)
{
	return (struct str){xmemdup0(s.p, s.n), s.n};
}

static struct survey_field *
found(struct survey *s, size_t i)
{
	s->next = i + 1 < survey_n(s) ? i + 1 : 0;
	return &s->field[i];
}

/* Records are alike: mostly the field is the next one. */
static struct survey_field *
field_of(struct survey *s, struct str path, struct str key, unsigned depth)
{
	bool added;
	uint32_t i;

	if (s->next < survey_n(s) && str_eq(s->field[s->next].path, path))
		return found(s, s->next);
	if (survey_n(s) >= SURVEY_FIELDS_MAX && map_find(&s->paths, path) == MAP_NONE)
		return NULL;
	i = map_add(&s->paths, path, &added);
	GROW(s->field, survey_n(s), s->room);
	if (added)
		s->field[i] = (struct survey_field){.path = map_key(&s->paths, i),
						    .key = copy(key),
						    .depth = depth,
						    .min = INFINITY,
						    .max = -INFINITY};
	return found(s, i);
}

static void
count_number(struct survey_field *f, double x)
{
	f->numbers++;
	if (x < f->min)
		f->min = x;
	if (x > f->max)
		f->max = x;
}

static void
keep_example(struct survey_field *f, struct str text)
{
	if (f->example.p)
		return;
	if (text.n > SURVEY_EXAMPLE_MAX)
		text.n = SURVEY_EXAMPLE_MAX;
	f->example = copy(text);
}

void
survey_add(struct survey *s, struct str path, struct str key, unsigned depth, struct value v)
{
	struct survey_field *f = field_of(s, path, key, depth);
	double x;

	if (!f)
		return;
	f->count++;
	switch (v.kind) {
	case VALUE_MISSING:
	case VALUE_NAN:
		f->missing++;
		return;
	case VALUE_NUMBER:
	case VALUE_TEXT:
		if (number_parse_lax(v.text, &x) == 0)
			count_number(f, x);
		else if (number_is_missing(v.text))
			f->missing++;
		else
			f->texts++;
		break;
	case VALUE_BOOL:
		f->bools++;
		break;
	case VALUE_COMPOUND:
		f->compounds++;
		f->arrays += v.text.n && v.text.p[0] == '[';
		break;
	}
	keep_example(f, v.text);
}
