#include <stdlib.h>

#include "format.h"
#include "format_line.h"
#include "header.h"
#include "logfmt.h"
#include "xalloc.h"

enum { FEW_KEYS = 16, ORDER_MAX = 64 };

/* Of the I-th pair of the last line that had one of its own there. */
struct logfmt_order {
	struct logfmt_key key[ORDER_MAX];
	uint32_t wanted[ORDER_MAX]; /* number of the key, or MAP_NONE */
};

struct logfmt_state {
	struct logfmt parser;
	struct buf scratch;
	enum json_duplicate duplicate;
	struct map wanted; /* the distinct keys */
	struct str *key;   /* the same */
	uint64_t lengths;  /* bit (length and first byte) of each: see key_bit */
	uint32_t *key_of;  /* key_of[i]: the number of the key of path i */
	const struct path *const *path;
	size_t n;            /* paths */
	struct value *found; /* of each key, in the line it was met in */
	uint64_t *met;
	uint64_t line;
	struct logfmt_order order; /* lines of one log have their keys in one */
	struct str run[ORDER_MAX]; /* values of many pairs at once */
	struct json_counts counts;
};

static void *
logfmt_new(const struct format_options *o, struct complaint *c)
{
	struct logfmt_state *l = xcalloc(1, sizeof *l);

	(void)c;
	l->duplicate = o->json.duplicate;
	buf_init(&l->scratch, BUF_CAP_MAX);
	map_init(&l->wanted);
	return l;
}

static void
forget_binding(struct logfmt_state *l)
{
	map_release(&l->wanted);
	free(l->key);
	free(l->key_of);
	free(l->found);
	free(l->met);
	l->key = NULL;
	l->key_of = NULL;
	l->found = NULL;
	l->met = NULL;
	l->lengths = 0;
	memset(&l->order, 0, sizeof l->order);
}

static void
logfmt_free(void *state)
{
	struct logfmt_state *l = state;

	if (!l)
		return;
	forget_binding(l);
	buf_release(&l->scratch);
	free(l);
}

/* The value of a pair as it stood in the line. */
static struct value
value_of(struct str text, enum logfmt_form form)
{
	switch (form) {
	case LOGFMT_BARE:
		return (struct value){text, VALUE_BOOL};
	case LOGFMT_PLAIN:
		if (text.n == 0)
			return (struct value){{NULL, 0}, VALUE_MISSING};
		break;
	case LOGFMT_QUOTED:
		break;
	}
	return (struct value){text, VALUE_TEXT};
}

/* The next line of *REST; false at the end. */
static bool
next_line(struct str *rest, struct str *line)
{
	struct format_record r;

	if (rest->n == 0 || !format_take_line(*rest, true, &r))
		return false;
	rest->p += r.used;
	rest->n -= r.used;
	*line = r.line;
	return true;
}

/* Most of the words of LINE are pairs. */
static bool
speaks_logfmt(struct str line, struct buf *scratch)
{
	struct logfmt parser;
	struct str key, text;
	enum logfmt_form form;
	size_t pairs = 0, bare = 0;
	int got;

	buf_clear(scratch);
	logfmt_start(&parser, line);
	while ((got = logfmt_next(&parser, scratch, &key, &text, &form)) == 1)
		*(form == LOGFMT_BARE ? &bare : &pairs) += 1;
	return got == 0 && pairs > bare;
}

static int
logfmt_probe(struct str sample)
{
	size_t lines = 0, good = 0;
	struct buf scratch;
	struct str line;

	buf_init(&scratch, BUF_CAP_MAX);
	while (next_line(&sample, &line)) {
		if (str_trim(line).n == 0)
			continue;
		lines++;
		good += speaks_logfmt(line, &scratch);
	}
	buf_release(&scratch);
	return lines ? (int)(100 * good / lines) : 0;
}

static int
logfmt_survey(void *state, struct str sample, struct survey *survey)
{
	struct logfmt_state *l = state;
	struct logfmt parser;
	struct str line, key, text;
	enum logfmt_form form;

	while (survey && next_line(&sample, &line)) {
		if (str_trim(line).n == 0)
			continue;
		buf_clear(&l->scratch);
		logfmt_start(&parser, line);
		while (logfmt_next(&parser, &l->scratch, &key, &text, &form) == 1)
			header_survey(survey, key, value_of(text, form));
		survey->records++;
	}
	return 0;
}

/* One of 64 bits, by what is at hand about a key. */
static uint64_t
key_bit(struct str key)
{
	return UINT64_C(1) << ((key.n * 7 + (unsigned char)key.p[0]) & 63);
}

static int
logfmt_bind(void *state, const struct path *const *path, size_t n, struct complaint *c)
{
	struct logfmt_state *l = state;
	struct buf name;

	(void)c;
	forget_binding(l);
	map_init(&l->wanted);
	buf_init(&name, BUF_CAP_MAX);
	l->path = path;
	l->n = n;
	l->key_of = xcalloc(n, sizeof *l->key_of);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&name);
		header_flat_name(path[i], &name);
		l->key_of[i] = map_add(&l->wanted, buf_str(&name), NULL);
		if (name.n)
			l->lengths |= key_bit(buf_str(&name));
	}
	buf_release(&name);
	l->key = xcalloc(l->wanted.n, sizeof *l->key);
	for (uint32_t i = 0; i < l->wanted.n; i++)
		l->key[i] = map_key(&l->wanted, i);
	l->found = xcalloc(l->wanted.n, sizeof *l->found);
	l->met = xcalloc(l->wanted.n, sizeof *l->met);
	return 0;
}

static void *
logfmt_copy(const void *state)
{
	const struct logfmt_state *from = state;
	const struct format_options o = {.json.duplicate = from->duplicate};
	struct complaint none;
	void *l = logfmt_new(&o, &none);

	(void)logfmt_bind(l, from->path, from->n, &none);
	return l;
}

static void
logfmt_restart(void *state)
{
	(void)state;
}

/* The number of a wanted KEY, or MAP_NONE. */
static uint32_t
find_wanted(const struct logfmt_state *l, struct str key)
{
	if (!(l->lengths & key_bit(key)))
		return MAP_NONE;
	if (l->wanted.n > FEW_KEYS)
		return map_find(&l->wanted, key);
	for (uint32_t i = 0; i < l->wanted.n; i++)
		if (str_eq(l->key[i], key))
			return i;
	return MAP_NONE;
}

/* Keeps a wanted value; false when its key came before and may not. */
static bool
keep(struct logfmt_state *l, uint32_t k, struct value v)
{
	bool again = l->met[k] == l->line;

	l->counts.duplicates += again;
	l->met[k] = l->line;
	if (!again || l->duplicate == JSON_LAST)
		l->found[k] = v;
	return !again || l->duplicate != JSON_ERROR;
}

/* One key and its value. */
struct pair {
	struct str key, text;
	enum logfmt_form form;
	uint32_t wanted; /* number of the key, or MAP_NONE */
};

static void
remember(struct logfmt_order *o, size_t i, const struct pair *pair)
{
	struct logfmt_key *key = &o->key[i];

	key->n = pair->key.n <= LOGFMT_KEY_MAX ? (uint32_t)pair->key.n : 0;
	memcpy(key->text, pair->key.p, key->n);
	key->text[key->n] = '=';
	o->wanted[i] = pair->wanted;
}

/* The I-th pair of the line: 1, 0 at the end, STATUS_SYNTAX. */
static int
next_pair(struct logfmt_state *l, size_t i, struct pair *pair)
{
	struct logfmt_order *o = i < ORDER_MAX ? &l->order : NULL;
	int got = 0;

	if (o && o->key[i].n) {
		pair->wanted = o->wanted[i];
		got = logfmt_next_known(&l->parser, &l->scratch, &o->key[i], &pair->key,
					&pair->text, &pair->form);
	}
	if (got)
		return got;
	got = logfmt_next(&l->parser, &l->scratch, &pair->key, &pair->text, &pair->form);
	if (got < 1)
		return got;
	pair->wanted = find_wanted(l, pair->key);
	if (o)
		remember(o, i, pair);
	return 1;
}

/*
 * Takes pairs from the I-th on, as many as can be read at once: the number of the one
 * behind them.  Where a key may not come twice each is looked at alone, as the place of
 * the second is to be told.
 */
static size_t
take_run(struct logfmt_state *l, size_t i)
{
	size_t n = 0;

	if (i < ORDER_MAX && l->duplicate != JSON_ERROR)
		n = logfmt_run(&l->parser, l->order.key + i, ORDER_MAX - i, l->run);
	for (size_t k = 0; k < n; k++) {
		uint32_t wanted = l->order.wanted[i + k];

		if (wanted != MAP_NONE)
			keep(l, wanted, (struct value){l->run[k], VALUE_TEXT});
	}
	return i + n;
}

/* Reads all of LINE; NULL, or why it is refused, at the parser's offset. */
static const char *
read_line(struct logfmt_state *l, struct str line)
{
	struct pair pair;
	bool speaks = false;
	size_t i = 0;
	int got;

	l->line++;
	buf_clear(&l->scratch);
	logfmt_start(&l->parser, line);
	for (;; i++) {
		size_t first = i;

		i = take_run(l, i);
		speaks |= i > first;
		got = next_pair(l, i, &pair);
		if (got != 1)
			break;
		speaks |= pair.form != LOGFMT_BARE || pair.wanted != MAP_NONE;
		if (pair.wanted != MAP_NONE &&
		    !keep(l, pair.wanted, value_of(pair.text, pair.form))) {
			l->parser.offset = (size_t)(pair.key.p - line.p);
			return "a key that comes twice";
		}
	}
	l->counts.replaced += l->parser.replaced;
	if (got < 0)
		return l->parser.error;
	return speaks ? NULL : "no key=value pair";
}

static enum format_result
logfmt_read(void *state, struct str s, bool last, struct value *value, struct format_record *r)
{
	struct logfmt_state *l = state;
	const char *error;

	if (!format_take_line(s, last, r))
		return FORMAT_MORE;
	if (str_trim(r->line).n == 0)
		return FORMAT_BLANK;
	if (buf_reserve(&l->scratch, r->line.n) < 0)
		return format_reject(r, REJECT_LONG_LINE, "the line is too long", 0);
	error = read_line(l, r->line);
	if (error)
		return format_reject(r, REJECT_SYNTAX, error, l->parser.offset);
	for (size_t i = 0; i < l->n; i++) {
		uint32_t k = l->key_of[i];

		value[i] = l->met[k] == l->line ? l->found[k]
						: (struct value){{NULL, 0}, VALUE_MISSING};
	}
	return FORMAT_ROW;
}

static const struct json_counts *
logfmt_counts(const void *state)
{
	return &((const struct logfmt_state *)state)->counts;
}

const struct format format_logfmt = {
	.name = "logfmt",
	.summary = "key=value pairs (logrus, Go's log/slog, Heroku)",
	.probe = logfmt_probe,
	.new = logfmt_new,
	.free = logfmt_free,
	.copy = logfmt_copy,
	.survey = logfmt_survey,
	.bind = logfmt_bind,
	.restart = logfmt_restart,
	.next = logfmt_read,
	.counts = logfmt_counts,
};
