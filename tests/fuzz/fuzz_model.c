/*
 * Models of every detector: what loads has finite scores for any row, is saved, and loads
 * to the same bytes.  The method's name in a line, a byte for the columns, the model's bytes.
 */
#include <math.h>

#include "fuzz.h"
#include "method.h"
#include "token.h"

enum { COLUMNS_MOST = 5, ROWS = 6 };

static void
hold_scores(const struct detector *d, void *model, size_t columns)
{
	static const double odd[] = {0, 1, -1e300, 1e300, NAN, 0.5, 3e-310};
	double row[ROWS * COLUMNS_MOST], score[ROWS], part[COLUMNS_MOST];

	for (size_t i = 0; i < ROWS * columns; i++)
		row[i] = odd[(i * 5 + i / columns) % (sizeof odd / sizeof *odd)];
	d->score(model, row, ROWS, score);
	for (size_t i = 0; i < ROWS; i++)
		HOLD(isfinite(score[i]));
	if (d->explain)
		d->explain(model, row + (ROWS - 1) * columns, part);
}

static void
hold_saved(const struct detector *d, const void *model, size_t columns)
{
	struct pack once, twice;
	struct unpack in;
	struct complaint c;
	void *again;

	pack_init(&once);
	pack_init(&twice);
	d->save(model, &once);
	unpack_init(&in, buf_str(&once.bytes));
	again = d->load(&in, columns, &c);
	HOLD(again && unpack_done(&in));
	d->save(again, &twice);
	HOLD_SAME(buf_str(&once.bytes), buf_str(&twice.bytes));
	d->free(again);
	pack_release(&once);
	pack_release(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size);
	struct str name = token_until(&rest, '\n');
	size_t columns = 1 + fuzz_byte(&rest) % COLUMNS_MOST;
	struct complaint c = {.text = ""};
	const struct method *method;
	const struct detector *d;
	struct unpack in;
	void *model;

	if (method_find(name, &method, &c) < 0 || !method->detector)
		return 0;
	d = method->detector;
	c.text[0] = '\0';
	unpack_init(&in, rest);
	model = d->load(&in, columns, &c);
	if (!model) {
		HOLD(c.text[0]);
		return 0;
	}
	hold_saved(d, model, columns);
	hold_scores(d, model, columns);
	d->free(model);
	return 0;
}
