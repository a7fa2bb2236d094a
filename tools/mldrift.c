/*
 * mldrift - what is abnormal, and what has changed?  Rows scored, columns compared with a
 * reference, streams watched; the exit status is the answer.
 */
#include <stdlib.h>

#include "cli_sandbox.h"
#include "group.h"
#include "mldrift.h"
#include "stop.h"

static const char example[] =
	"  mlparse prod.log.gz | mlwindow -w 5m | mldrift -r last-week.tsv || page-oncall\n"
	"  mldrift --fit week.model last-week.tsv; mldrift --model week.model today.tsv\n"
	"  mldrift -g model --season=7d -r last-month.tsv today.tsv | awk -F'\\t' '$NF'";

enum { MAX_REFERENCE = 1000000 };

static const char *
family_name(enum method_family family)
{
	switch (family) {
	case METHOD_ROW:
		return "rows";
	case METHOD_DISTRIBUTION:
		return "distributions";
	case METHOD_STREAM:
		break;
	}
	return "streams";
}

static int
list_methods(struct mldrift *m)
{
	static const struct str name[] = {STR_INIT("method"), STR_INIT("of"), STR_INIT("meaning"),
					  STR_INIT("source")};
	struct record_options options = cli_record_options(&m->writing, &m->reading, RECORD_TABLE);
	const struct method *method;

	m->writer = record_writer_new(&m->out, &options);
	record_columns(m->writer, name, NULL, 4);
	for (size_t i = 0; (method = method_at(i)); i++) {
		record_text(m->writer, str_of(method->name));
		record_text(m->writer, str_of(family_name(method->family)));
		record_text(m->writer, str_of(method->summary));
		record_text(m->writer, str_of(method->source));
		record_end(m->writer);
	}
	record_finish(m->writer, 0, false);
	return EXIT_DONE;
}

/* What the family of the methods does; its exit status. */
static int
dispatch(struct mldrift *m)
{
	switch (m->method[0]->family) {
	case METHOD_ROW:
		return mldrift_score(m);
	case METHOD_DISTRIBUTION:
		return mldrift_compare(m);
	case METHOD_STREAM:
		break;
	}
	return mldrift_watch(m);
}

static void
enter_sandbox(const struct mldrift *m)
{
	struct sandbox s;

	cli_sandbox_begin(&s, &m->reading, &m->writing, &m->files);
	sandbox_allow(&s, m->reference, SANDBOX_READ);
	sandbox_allow(&s, m->score.model, SANDBOX_READ);
	sandbox_allow(&s, m->fit, SANDBOX_WRITE);
	sandbox_allow(&s, m->watch.state_file, SANDBOX_WRITE);
	(void)sandbox_enter(&s);
}

static int
run(struct mldrift *m)
{
	struct complaint c;

	enter_sandbox(m);
	m->method = method_parse(m->methods ? m->methods : "iforest", &m->n, &c);
	if (!m->method)
		return cli_usage_error(m->program, "-m: %s", c.text);
	if (mldrift_check_options(m, &c) < 0)
		return cli_usage_error(m->program, "%s", c.text);
	m->reading.as_is = true;
	m->reading.stop = stop_begin();
	return dispatch(m);
}

static int
finish(struct mldrift *m, int status)
{
	if (status == EXIT_TROUBLE)
		return cli_abandon(&m->out, &m->writing, status);
	return mldrift_watch_keep(m, cli_close(&m->out, &m->writing, status));
}

static void
release(struct mldrift *m)
{
	mldrift_score_release(m);
	mldrift_compare_release(m);
	mldrift_watch_release(m);
	free((void *)m->method);
	record_writer_free(m->writer);
	path_columns_release(&m->wanted);
	filter_release(&m->filter);
	intake_free(m->in);
	cli_filter_release(&m->filtering);
	cli_list_release(&m->files);
	cli_list_release(&m->given);
}

int
main(int argc, char **argv)
{
	static struct mldrift m = {
		.seed = 1, .max_reference = MAX_REFERENCE, .max_groups = GROUPS_DEFAULT_MAX};
	const struct cli_option own[] = {
		{'m', "methods", CLI_TEXT, &m.methods, "LIST",
		 "methods, separated by commas, all of one kind (iforest)", NULL, 0, 0},
		{0, "list-methods", CLI_FLAG, &m.list, NULL, "show all methods and stop", NULL, 0,
		 0},
		{'r', "reference", CLI_TEXT, &m.reference, "FILE", "rows of normal operation", NULL,
		 0, 0},
		{0, "fit", CLI_TEXT, &m.fit, "FILE",
		 "write what was learned from the reference to FILE and stop", NULL, 0, 0},
		{'f', "features", CLI_TEXT, &m.features, "NAME,...",
		 "the columns that count (all but times, ids and groups)", NULL, 0, 0},
		{0, "categorical", CLI_TEXT, &m.categorical, "NAME,...",
		 "columns whose numbers are categories", NULL, 0, 0},
		{'g', "group", CLI_TEXT, &m.group, "NAME,...",
		 "each combination of these columns by itself", NULL, 0, 0},
		{0, "season", CLI_DURATION, &m.season, "LENGTH",
		 "compare with the same hour of the day (1d) or week (7d)", NULL, 0, 0},
		{0, "seed", CLI_COUNT, &m.seed, "N", "what random draws begin with (1)", NULL, 0,
		 1e15},
		{0, "max-reference", CLI_COUNT, &m.max_reference, "N",
		 "of more reference rows a sample of N is used (1000000)", NULL, 1, 4e9},
		{0, "max-groups", CLI_COUNT, &m.max_groups, "N",
		 "further groups go to one group (other) (1000000)", NULL, 1, 4e9},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};
	const struct cli_option *const tables[] = {own,
						   mldrift_score_options(&m),
						   mldrift_compare_options(&m),
						   mldrift_watch_options(&m),
						   cli_filter_options(&m.filtering),
						   cli_reading_options(&m.reading),
						   cli_writing_options(&m.writing),
						   NULL};
	static const char *const headings[] = {
		"Methods", "Scoring rows", "Comparing columns", "Watching streams", "Choosing rows",
		"Reading", "Writing"};
	const struct cli_program program = {"mldrift",
					    "tell what is abnormal and what has changed",
					    "[OPTION]... [FILE]...",
					    example,
					    tables,
					    headings,
					    &m.given};
	int status = cli_parse(&program, argc, argv, &m.files);

	m.program = &program;
	if (status < 0 && cli_open(&m.out, &m.writing) != 0)
		status = EXIT_TROUBLE;
	else if (status < 0)
		status = finish(&m, m.list ? list_methods(&m) : run(&m));
	release(&m);
	stop_end();
	return status;
}
