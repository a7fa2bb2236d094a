/* roc - its scores one after the other, from a table or page by page from a grid. */
#include "roc_table.h"

static size_t
parts(const struct roc *r)
{
	return r->grid ? r->grid->pages : 1;
}

/* The entries of part number C->part; which is at hand is the caller's. */
static void
load_part(struct roc_cursor *c)
{
	const struct roc *r = c->r;

	c->n = r->grid ? roc_grid_page(r->grid, c->part, c->page) : r->n;
}

static const struct roc_entry *
entries(const struct roc_cursor *c)
{
	return c->r->grid ? c->page : c->r->entry;
}

/* Both start outside: at the end of nothing, with the first or last part still to come. */
void
roc_cursor_first(struct roc_cursor *c, const struct roc *r)
{
	c->r = r;
	c->part = SIZE_MAX;
	c->n = 0;
	c->at = SIZE_MAX;
}

void
roc_cursor_last(struct roc_cursor *c, const struct roc *r)
{
	c->r = r;
	c->part = parts(r);
	c->n = 0;
	c->at = 0;
}

bool
roc_cursor_up(struct roc_cursor *c)
{
	c->at++;
	while (c->at >= c->n) {
		if (++c->part >= parts(c->r))
			return false;
		load_part(c);
		c->at = 0;
	}
	c->entry = entries(c) + c->at;
	return true;
}

bool
roc_cursor_down(struct roc_cursor *c)
{
	while (c->at == 0) {
		if (c->part == 0)
			return false;
		c->part--;
		load_part(c);
		c->at = c->n;
	}
	c->at--;
	c->entry = entries(c) + c->at;
	return true;
}

double
roc_amount(const struct roc_cursor *c, bool positive)
{
	return c->r->weighted ? sum_value(&c->r->weight[c->at][positive])
			      : (double)c->entry->count[positive];
}
