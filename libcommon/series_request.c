/* series - what is asked for. */
#include <stdlib.h>

#include "number.h"
#include "series.h"
#include "token.h"
#include "xalloc.h"

static struct str
keep(struct series_request *r, struct str s)
{
	return map_key(&r->names, map_add(&r->names, s, NULL));
}

static void
add_metric(struct series_request *r, struct str metric)
{
	if (r->metrics.n)
		buf_addc(&r->metrics, ',');
	buf_add(&r->metrics, metric.p, metric.n);
}

static void
add_derived(struct series_request *r, struct series_derived d)
{
	d.metric = keep(r, d.metric);
	GROW(r->derived, r->n + 1, r->room);
	r->derived[r->n++] = d;
}

/* True with *METRIC if ENTRY is delta(METRIC). */
static bool
is_delta(struct str entry, struct str *metric)
{
	const size_t open = sizeof "delta(" - 1;

	if (!str_starts(entry, STR("delta(")) || entry.p[entry.n - 1] != ')')
		return false;
	*metric = str_trim(STR_N(entry.p + open, entry.n - open - 1));
	return true;
}

static int
add_list(struct series_request *r, struct str list, struct complaint *c)
{
	while (list.n) {
		struct str entry = str_trim(metric_entry_next(&list)), metric;

		if (str_eq(entry, STR("rate"))) {
			r->rate = true;
		} else if (is_delta(entry, &metric)) {
			if (metric.n == 0 || str_eq(metric, STR("default")))
				return complain(c, STATUS_SYNTAX, 0,
						"'%.*s' should look like delta(METRIC)",
						(int)entry.n, entry.p);
			add_derived(r, (struct series_derived){.metric = metric});
			add_metric(r, metric);
		} else {
			add_metric(r, entry);
		}
	}
	if (r->rate && r->metrics.n == 0)
		add_metric(r, STR("n"));
	return 0;
}

static int
add_ewma(struct series_request *r, struct str text, struct complaint *c)
{
	struct series_derived d = {.is_ewma = true};
	size_t colon = text.n;

	while (colon && text.p[colon - 1] != ':')
		colon--;
	if (colon > 1 && number_parse(STR_N(text.p + colon, text.n - colon), &d.alpha) == 0 &&
	    d.alpha > 0 && d.alpha <= 1) {
		d.metric = str_trim(STR_N(text.p, colon - 1));
		if (r->metrics.n == 0)
			add_metric(r, STR("default"));
		add_derived(r, d);
		add_metric(r, d.metric);
		return 0;
	}
	return complain(c, STATUS_SYNTAX, 0,
			"--ewma=%.*s: not a metric and a number above 0, at most 1, such as "
			"accuracy:0.2",
			(int)text.n, text.p);
}

static void
init(struct series_request *r)
{
	*r = (struct series_request){.n = 0};
	buf_init(&r->metrics, BUF_CAP_MAX);
	map_init(&r->names);
}

int
series_request_init(struct series_request *r, const char *list, const char *const *ewma, size_t n,
		    bool fill, struct complaint *c)
{
	int status;

	init(r);
	r->fill = fill;
	status = add_list(r, str_of(list ? list : ""), c);
	for (size_t i = 0; i < n && status == 0; i++)
		status = add_ewma(r, str_of(ewma[i]), c);
	buf_addc(&r->metrics, '\0');
	return status;
}

void
series_request_release(struct series_request *r)
{
	free(r->derived);
	buf_release(&r->metrics);
	map_release(&r->names);
	*r = (struct series_request){.n = 0};
}

enum { RATE = 1, FILL = 2 };

int
series_request_save(const struct series_request *r, struct buf *out)
{
	int status = buf_addf(out, "%d/", (r->rate ? RATE : 0) | (r->fill ? FILL : 0));

	for (size_t i = 0; i < r->n && status == 0; i++) {
		status = token_put_text(out, r->derived[i].metric);
		if (status == 0)
			status = buf_addc(out, '.');
		if (status == 0)
			status = token_put_double(out,
						  r->derived[i].is_ewma ? r->derived[i].alpha : 0);
		if (status == 0)
			status = buf_addc(out, '/');
	}
	return status;
}

static bool
take_derived(struct series_request *r, struct str *text, struct buf *name)
{
	struct series_derived d;

	buf_clear(name);
	if (!token_take_text(text, name) || !token_take(text, '.') ||
	    !token_take_double(text, &d.alpha) || !token_take(text, '/') ||
	    !(d.alpha >= 0 && d.alpha <= 1))
		return false;
	d.is_ewma = d.alpha > 0;
	d.metric = buf_str(name);
	add_derived(r, d);
	return true;
}

bool
series_request_load(struct series_request *r, struct str text)
{
	struct buf name;
	uint64_t flags;
	bool good;

	init(r);
	buf_init(&name, BUF_CAP_MAX);
	good = token_take_hex(&text, &flags) && flags <= (RATE | FILL) && token_take(&text, '/');
	r->rate = good && (flags & RATE);
	r->fill = good && (flags & FILL);
	while (good && text.n)
		good = take_derived(r, &text, &name);
	buf_release(&name);
	return good;
}
