/* cli - --help and --version, both written from the rows of the tables. */
#include "cli.h"

#include "cli_internal.h"
#include "gunzip.h"
#include "json.h"
#include "utf8.h"

enum { WIDTH = 80, HELP_COLUMN = 28 };

static void
indent(struct buf *out, size_t n)
{
	while (n--)
		buf_addc(out, ' ');
}

/* TEXT's words from column AT on, later lines indented to MARGIN, within WIDTH. */
static void
add_wrapped(struct buf *out, const char *text, size_t at, size_t margin)
{
	bool first = true;

	while (*text) {
		size_t n = strcspn(text, " ");
		size_t width = utf8_width(STR_N(text, n));

		if (!first && at + 1 + width > WIDTH) {
			buf_addc(out, '\n');
			indent(out, margin);
			at = margin;
		} else if (!first) {
			buf_addc(out, ' ');
			at++;
		}
		buf_add(out, text, n);
		at += width;
		text += n + (text[n] == ' ');
		first = false;
	}
	buf_addc(out, '\n');
}

static void
add_argument(struct buf *out, const struct cli_option *o)
{
	if (o->kind == CLI_FLAG)
		return;
	buf_adds(out, o->kind == CLI_OPTIONAL ? "[=" : "=");
	if (o->kind == CLI_CHOICE && !o->argument)
		for (size_t i = 0; o->choice[i]; i++)
			buf_addf(out, "%s%s", i ? "|" : "", o->choice[i]);
	else
		buf_adds(out, o->argument ? o->argument : "VALUE");
	if (o->kind == CLI_OPTIONAL)
		buf_addc(out, ']');
}

static void
add_row(struct buf *out, const struct cli_option *o)
{
	size_t start = out->n, used;

	if (o->letter)
		buf_addf(out, "  -%c, --%s", o->letter, o->name);
	else
		buf_addf(out, "      --%s", o->name);
	add_argument(out, o);
	used = out->n - start;
	if (used + 2 > HELP_COLUMN) {
		buf_addc(out, '\n');
		used = 0;
	}
	indent(out, HELP_COLUMN - used);
	add_wrapped(out, o->help, HELP_COLUMN, HELP_COLUMN);
}

static void
add_table(struct buf *out, const char *heading, const struct cli_option *row)
{
	buf_addf(out, "\n%s:\n", heading);
	for (; row->name; row++)
		add_row(out, row);
}

static void
add_example(struct buf *out, const char *text)
{
	buf_adds(out, "\nExamples:\n");
	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n)
			indent(out, 2);
		buf_add(out, text, n);
		buf_addc(out, '\n');
		text += n + (text[n] == '\n');
	}
}

void
cli_help(const struct cli_program *p, struct buf *out)
{
	buf_addf(out, "Usage: %s %s\n", p->name, p->synopsis);
	add_wrapped(out, p->summary, 0, 0);
	if (p->example)
		add_example(out, p->example);
	for (size_t i = 0; p->tables[i]; i++)
		add_table(out, p->headings[i], p->tables[i]);
	add_table(out, "Other", cli_builtin);
	buf_adds(out, "\nExit status: 0 done, 1 a question was answered yes, 2 trouble,\n"
		      "3 the input was damaged or too dirty, the output is sound.\n");
}

void
cli_version(const struct cli_program *p, struct buf *out)
{
	buf_addf(out, "%s (mltools) %s\ngunzip: %s\nsimd: %s\n", p->name, VERSION, gunzip_backend(),
		 json_simd());
}
