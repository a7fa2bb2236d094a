/*
 * Which key is which column: one row a column, keys in order of preference (the
 * table of formats.md, with nested names as "a.b" and the token counts and
 * OpenTelemetry names that the same page lists).
 */
#include "guess.h"

#include "number.h"
#include "schema.h"
#include "timestamp.h"

enum kind_wanted { ANY_SCALAR, NUMBERS, TIMES };

struct guess_row {
	enum role role;
	enum kind_wanted kind;
	const char *keys;
};

static const struct guess_row rows[] = {
	{ROLE_TS, TIMES,
	 "ts timestamp @timestamp time datetime asctime event_time logging_time created_at created "
	 "start_time timestamp_ms timestamp_ns timeUnixNano"},
	{ROLE_ID, ANY_SCALAR,
	 "request_id requestId req_id inference_id trace_id correlation_id id gen_ai.response.id"},
	{ROLE_MODEL, ANY_SCALAR,
	 "model model_name modelId model_id model.name model.id deployment endpoint "
	 "gen_ai.response.model gen_ai.request.model"},
	{ROLE_VERSION, ANY_SCALAR, "model_version version model.version"},
	{ROLE_ENDPOINT, ANY_SCALAR, "endpoint route"},
	{ROLE_PRED, ANY_SCALAR, "prediction pred predicted_label label_pred output result class"},
	{ROLE_SCORE, NUMBERS, "score prob probability confidence"},
	{ROLE_LABEL, ANY_SCALAR, "label ground_truth target actual y_true"},
	{ROLE_STATUS, ANY_SCALAR, "status status_code http_status code response_code"},
	{ROLE_TOKENS_IN, NUMBERS,
	 "tokens_in input_tokens prompt_tokens inputTokenCount prompt_eval_count "
	 "gen_ai.usage.input_tokens"},
	{ROLE_TOKENS_OUT, NUMBERS,
	 "tokens_out output_tokens completion_tokens outputTokenCount eval_count "
	 "gen_ai.usage.output_tokens"},
};

/* A latency's key ends in its unit; without one it is taken for seconds. */
static const char latency_keys[] =
	"latency duration elapsed response_time request_time total_time inference_time";

static const struct {
	const char *suffix, *scale;
} latency_units[] = {
	{"_ms", ""},           {"_milliseconds", ""}, {"_s", "*1000"}, {"_sec", "*1000"},
	{"_seconds", "*1000"}, {"_us", "/1000"},      {"_ns", "/1e6"},
};

/* Whatever stands below these is what the model was asked, not what it said. */
static const char request_keys[] =
	"features feature inputs input instances parameters params request headers";

static const char probability_keys[] = "scores probabilities probs proba class_probabilities";

/* The next word of *LIST; false at its end. */
static bool
next_word(const char **list, struct str *word)
{
	const char *p = *list, *end;

	while (*p == ' ')
		p++;
	for (end = p; *end && *end != ' '; end++)
		continue;
	*word = (struct str){p, (size_t)(end - p)};
	*list = end;
	return word->n > 0;
}

static bool
is_word_of(struct str s, const char *list)
{
	struct str word;

	while (next_word(&list, &word))
		if (str_case_eq(s, word))
			return true;
	return false;
}

/* True if one of the keys above the last one of PATH is in LIST. */
static bool
stands_below(struct str path, const char *list)
{
	size_t from = 0;

	for (size_t i = 1; i < path.n; i++)
		if (path.p[i] == '.') {
			struct str key = {path.p + from + 1, i - from - 1};

			if (is_word_of(key, list))
				return true;
			from = i;
		}
	return false;
}

struct guessing {
	const struct survey *survey;
	struct timestamp_reader times;
	const struct str *taken;
	size_t taken_n;
	const struct survey_field *model; /* so that endpoint does not repeat it */
	struct buf *out, *notice;
	int status;
};

/* Each by itself: what one key holds does not decide the unit of another. */
static bool
is_time(const struct guessing *g, struct str text)
{
	struct timestamp_reader r = g->times;
	int64_t us;

	return timestamp_parse(&r, text, &us) == 0;
}

static bool
fits(const struct guessing *g, const struct survey_field *f, enum kind_wanted kind)
{
	if (f->compounds || f->count == f->missing || stands_below(f->path, request_keys))
		return false;
	if (kind == NUMBERS)
		return !f->texts && !f->bools;
	return kind != TIMES || is_time(g, f->example);
}

/* KEY as written in the table: one key, or two joined by a point. */
static bool
has_key(const struct survey_field *f, struct str key)
{
	const char *point = memchr(key.p, '.', key.n);
	size_t n = f->path.n < key.n ? 0 : f->path.n - key.n;

	if (str_case_eq(f->key, key))
		return true;
	return point && point != key.p && n > 0 && f->path.p[n - 1] == '.' &&
	       str_case_eq((struct str){f->path.p + n, key.n}, key);
}

/* The shallowest fitting field with KEY, the first seen among equals. */
static const struct survey_field *
field_named(const struct guessing *g, struct str key, enum kind_wanted kind)
{
	const struct survey_field *best = NULL;

	for (size_t i = 0; i < survey_n(g->survey); i++) {
		const struct survey_field *f = &g->survey->field[i];

		if ((!best || f->depth < best->depth) && has_key(f, key) && fits(g, f, kind))
			best = f;
	}
	return best;
}

static bool
is_taken(const struct guessing *g, struct str name)
{
	for (size_t i = 0; i < g->taken_n; i++)
		if (str_eq(g->taken[i], name))
			return true;
	return false;
}

static void
note(struct guessing *g, int status)
{
	if (status < 0)
		g->status = status;
}

static void
take(struct guessing *g, struct str name, struct str path, const char *tail)
{
	note(g, buf_addf(g->out, "%s%.*s=%.*s%s", g->out->n ? " " : "", (int)name.n, name.p,
			 (int)path.n, path.p, tail));
}

static void
guess_row(struct guessing *g, const struct guess_row *row)
{
	const char *keys = row->keys;
	struct str key;

	while (next_word(&keys, &key)) {
		const struct survey_field *f = field_named(g, key, row->kind);

		if (!f || f == g->model)
			continue;
		if (row->role == ROLE_MODEL)
			g->model = f;
		take(g, schema_role_name(row->role), f->path, "");
		return;
	}
}

static void
guess_latency(struct guessing *g)
{
	const size_t units = sizeof latency_units / sizeof latency_units[0];
	const char *keys = latency_keys;
	struct str base, name = schema_role_name(ROLE_LATENCY_MS);
	char text[64];

	while (next_word(&keys, &base))
		for (size_t i = 0; i < units; i++) {
			size_t n = strlen(latency_units[i].suffix);
			const struct survey_field *f;

			memcpy(text, base.p, base.n);
			memcpy(text + base.n, latency_units[i].suffix, n);
			f = field_named(g, STR_N(text, base.n + n), NUMBERS);
			if (f) {
				take(g, name, f->path, latency_units[i].scale);
				return;
			}
		}
	keys = latency_keys;
	while (next_word(&keys, &base)) {
		const struct survey_field *f = field_named(g, base, NUMBERS);

		if (f) {
			take(g, name, f->path, "*1000");
			note(g, buf_addf(g->notice,
					 "%.*s names no unit: taken for seconds (-c "
					 "'auto latency_ms=%.*s' takes it for milliseconds)\n",
					 (int)f->path.n, f->path.p, (int)f->path.n, f->path.p));
			return;
		}
	}
}

/* True if F's example is a whole array of two numbers. */
static bool
is_pair(const struct survey_field *f)
{
	size_t commas = 0;

	if (f->arrays != f->compounds || !f->example.n || f->example.p[f->example.n - 1] != ']')
		return false;
	for (size_t i = 0; i < f->example.n; i++)
		commas += f->example.p[i] == ',';
	return commas == 1;
}

/* Class probabilities: of two the second is the score, else all are p_<class>. */
static void
guess_probabilities(struct guessing *g, bool has_score)
{
	for (size_t i = 0; i < survey_n(g->survey); i++) {
		const struct survey_field *f = &g->survey->field[i];

		if (!f->compounds || !is_word_of(f->key, probability_keys) ||
		    stands_below(f->path, request_keys))
			continue;
		if (!is_pair(f) && !is_taken(g, STR("p")))
			take(g, STR("p"), f->path, "");
		else if (!has_score && !is_taken(g, STR("score"))) {
			take(g, STR("score"), f->path, "[1]");
			note(g, buf_addf(g->notice, "score is the second of the two in %.*s\n",
					 (int)f->path.n, f->path.p));
		}
		return;
	}
}

int
guess_columns(const struct survey *survey, const struct timestamp_reader *times,
	      const struct str *taken, size_t n, struct buf *out, struct buf *notice)
{
	struct guessing g = {
		.survey = survey, .taken = taken, .taken_n = n, .out = out, .notice = notice};
	bool has_score = false;

	if (times)
		g.times = *times;
	else
		timestamp_reader_init(&g.times, NULL);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t before = out->n;

		if (!is_taken(&g, schema_role_name(rows[i].role)))
			guess_row(&g, &rows[i]);
		has_score |= rows[i].role == ROLE_SCORE && out->n > before;
	}
	if (!is_taken(&g, schema_role_name(ROLE_LATENCY_MS)))
		guess_latency(&g);
	guess_probabilities(&g, has_score);
	return g.status;
}
