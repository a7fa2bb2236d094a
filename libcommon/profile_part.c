#include <math.h>
#include <stdlib.h>

#include "number.h"
#include "profile_parts.h"
#include "timestamp.h"
#include "xalloc.h"

void
profile_part_init(struct profile_part *part, size_t columns)
{
	*part = (struct profile_part){.first = TIMESTAMP_NONE,
				      .last = TIMESTAMP_NONE,
				      .column = xcalloc(columns, sizeof *part->column),
				      .columns = columns};
	for (size_t i = 0; i < columns; i++)
		distribution_init(&part->column[i], DISTRIBUTION_NUMBERS);
}

void
profile_part_release(struct profile_part *part)
{
	for (size_t i = 0; i < part->columns; i++)
		distribution_release(&part->column[i]);
	free(part->column);
	part->column = NULL;
	part->columns = 0;
}

void
profile_part_time(struct profile_part *part, int64_t first, int64_t last)
{
	if (first != TIMESTAMP_NONE && (part->first == TIMESTAMP_NONE || first < part->first))
		part->first = first;
	if (last != TIMESTAMP_NONE && (part->last == TIMESTAMP_NONE || last > part->last))
		part->last = last;
}

/* A number as it is spelled where it is a category. */
static struct str
spell(double x, char *text)
{
	return STR_N(text, number_print(x + 0.0, text));
}

/* A text of a column of which it is not known yet, or known, that it is one of numbers. */
static void
add_odd(struct distribution *d, struct str text, bool settled)
{
	d->odd++;
	if (!settled)
		tally_add(&d->tally, text, 1);
}

static void
add_category(struct distribution *d, const struct feature *f, struct str text, double x)
{
	char spelled[NUMBER_TEXT_MAX];

	d->kind = DISTRIBUTION_CATEGORIES;
	distribution_add_text(d, f->category || isnan(x) ? text : spell(x, spelled));
}

static void
add_value(struct distribution *d, const struct feature *f, bool settled, const struct value *v)
{
	double x;
	bool number = feature_number(v, &x);

	if (number && isnan(x))
		d->missing++;
	else if (f->category || (settled && f->kind == FEATURE_CATEGORY))
		add_category(d, f, v->text, number ? x : NAN);
	else if (number)
		distribution_add_number(d, x);
	else
		add_odd(d, v->text, settled);
}

void
profile_part_add(struct profile_part *part, const struct features *f, bool settled,
		 const struct value *row, int64_t ts)
{
	part->rows++;
	profile_part_time(part, ts, ts);
	for (size_t i = 0; i < f->n; i++)
		if (f->feature[i].at != SIZE_MAX)
			add_value(&part->column[i], &f->feature[i], settled,
				  &row[f->feature[i].at]);
}

void
profile_part_seal(struct profile_part *part)
{
	for (size_t i = 0; i < part->columns; i++)
		distribution_seal(&part->column[i]);
}

/* Sealed numbers, and the texts beside them, become categories. */
static void
categorize(struct distribution *d)
{
	char text[NUMBER_TEXT_MAX];
	struct distribution new;

	distribution_init(&new, DISTRIBUTION_CATEGORIES);
	new.missing = d->missing;
	new.n = d->n + d->odd;
	tally_merge(&new.tally, &d->tally);
	for (size_t i = 0; i < d->cells; i++)
		tally_add(&new.tally, spell(d->cell[i].low, text), d->cell[i].count);
	distribution_release(d);
	*d = new;
}

void
profile_part_settle(struct profile_part *part, const struct features *f)
{
	profile_part_seal(part);
	for (size_t i = 0; i < f->n; i++) {
		struct distribution *d = &part->column[i];

		if (f->feature[i].kind == FEATURE_NUMBER)
			tally_release(&d->tally);
		else if (f->feature[i].category)
			d->kind = DISTRIBUTION_CATEGORIES;
		else
			categorize(d);
	}
}
