#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli_internal.h"
#include "diag.h"
#include "xalloc.h"

const struct cli_option cli_builtin[] = {
	[CLI_BUILTIN_HELP] = {.letter = 'h', .name = "help", .help = "show this text"},
	[CLI_BUILTIN_VERSION] = {.letter = 'V', .name = "version", .help = "show the version"},
	{.name = NULL},
};

int
cli_worse(int a, int b)
{
	static const int rank[] = {
		[EXIT_DONE] = 0, [EXIT_FINDING] = 1, [EXIT_DAMAGED] = 2, [EXIT_TROUBLE] = 3};

	return rank[a] >= rank[b] ? a : b;
}

void
cli_list_add(struct cli_list *list, const char *item)
{
	bool full = (list->n & (list->n - 1)) == 0;

	if (full)
		list->item = xrealloc(list->item, list->n ? 2 * list->n : 1, sizeof *list->item);
	list->item[list->n++] = item;
}

void
cli_list_release(struct cli_list *list)
{
	free(list->item);
	*list = (struct cli_list){NULL, 0};
}

int
cli_check_clashes(const struct cli_clash *clash, size_t n, struct complaint *c)
{
	for (size_t i = 0; i < n; i++)
		if (clash[i].asked && clash[i].too)
			return complain(c, STATUS_USAGE, 0, "--%s and --%s do not go together",
					clash[i].option, clash[i].other);
	return 0;
}

int
cli_usage_error(const struct cli_program *p, const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	diag("%s", text);
	diag("'%s --help' lists the options", p->name);
	return EXIT_TROUBLE;
}

const struct cli_option *
cli_next_row(const struct cli_program *p, struct cli_cursor *at)
{
	for (;;) {
		const struct cli_option *table = p->tables[at->table];
		const struct cli_option *row = table ? &table[at->row] : &cli_builtin[at->row];

		if (row->name) {
			at->row++;
			return row;
		}
		if (!table)
			return NULL;
		*at = (struct cli_cursor){at->table + 1, 0};
	}
}

/*
 * A descriptor that was closed would be given to the next file opened, which then
 * gets the messages.  It is held by /dev/null, opened so that using it still fails.
 */
static void
hold_descriptor(int fd)
{
	int got;

	if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
		return;
	got = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	if (got >= 0 && got != fd)
		close(got);
}

static void
prepare_process(const struct cli_program *p)
{
	const struct rlimit none = {0, 0};

	diag_set_program(p->name);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		hold_descriptor(fd);
	/* EFBIG is then an ordinary error; a log's content never lies in a core file. */
	signal(SIGXFSZ, SIG_IGN);
	(void)setrlimit(RLIMIT_CORE, &none);
}

/* "; did you mean --near?", or nothing. */
static void
suggest(const struct cli_program *p, struct str name, char *text, size_t room)
{
	struct cli_cursor at = {0, 0};
	const struct cli_option *o;
	struct str *names = NULL;
	size_t n = 0, names_room = 0;
	int near;

	while ((o = cli_next_row(p, &at))) {
		GROW(names, n + 1, names_room);
		names[n++] = str_of(o->name);
	}
	near = str_nearest(name, names, n);
	text[0] = '\0';
	if (near >= 0)
		snprintf(text, room, "; did you mean --%s?", names[near].p);
	free(names);
}

static int
ambiguous(const struct cli_program *p, struct str name)
{
	struct cli_cursor at = {0, 0};
	const struct cli_option *o;
	struct buf list;
	int status;

	buf_init(&list, BUF_CAP_MAX);
	while ((o = cli_next_row(p, &at)))
		if (str_starts(str_of(o->name), name))
			buf_addf(&list, "%s--%s", list.n ? ", " : "", o->name);
	status = cli_usage_error(p, "option --%.*s could be any of %.*s", (int)name.n, name.p,
				 (int)list.n, list.p);
	buf_release(&list);
	return status;
}

/* The row that NAME means: whole, or the beginning of only one. */
static const struct cli_option *
find_long(const struct cli_program *p, struct str name, int *status)
{
	const struct cli_option *o, *found = NULL;
	struct cli_cursor at = {0, 0};
	bool several = false;
	char near[80];

	while ((o = cli_next_row(p, &at))) {
		struct str full = str_of(o->name);

		if (str_eq(full, name))
			return o;
		if (!str_starts(full, name))
			continue;
		several |= found && strcmp(found->name, o->name) != 0;
		found = found ? found : o;
	}
	if (found && !several)
		return found;
	if (several) {
		*status = ambiguous(p, name);
	} else {
		suggest(p, name, near, sizeof near);
		*status = cli_usage_error(p, "unknown option --%.*s%s", (int)name.n, name.p, near);
	}
	return NULL;
}

static const struct cli_option *
find_letter(const struct cli_program *p, char letter)
{
	struct cli_cursor at = {0, 0};
	const struct cli_option *o;

	while ((o = cli_next_row(p, &at)))
		if (o->letter == letter)
			return o;
	return NULL;
}

struct arguments {
	const struct cli_program *program;
	char **v;
	int n, at;
};

static int
print_builtin(const struct cli_program *p, const struct cli_option *o)
{
	struct output out;
	struct buf text;
	int status = EXIT_DONE;

	buf_init(&text, BUF_CAP_MAX);
	if (o == &cli_builtin[CLI_BUILTIN_HELP])
		cli_help(p, &text);
	else
		cli_version(p, &text);
	output_init(&out, STDOUT_FILENO);
	output_add(&out, text.p, text.n);
	output_row(&out);
	if (output_finish(&out) < 0) {
		diag_errno("cannot write standard output");
		status = EXIT_TROUBLE;
	}
	output_release(&out);
	buf_release(&text);
	return status;
}

/* O with the value behind it (NULL: none yet, the next argument where one is needed). */
static int
apply(struct arguments *a, const struct cli_option *o, const char *value)
{
	struct complaint c;

	if (o >= cli_builtin && o <= &cli_builtin[CLI_BUILTIN_VERSION])
		return print_builtin(a->program, o);
	if (cli_takes_value(o) && !value) {
		if (a->at == a->n)
			return cli_usage_error(a->program, "option --%s needs a value", o->name);
		value = a->v[a->at++];
	}
	if (cli_store(o, value, &c) < 0)
		return cli_usage_error(a->program, "--%s: %s", o->name, c.text);
	if (a->program->given)
		cli_list_add(a->program->given, o->name);
	return -1;
}

static int
parse_long(struct arguments *a, const char *text)
{
	const char *equals = strchr(text, '=');
	struct str name = {text, equals ? (size_t)(equals - text) : strlen(text)};
	int status = EXIT_TROUBLE;
	const struct cli_option *o = find_long(a->program, name, &status);

	if (!o)
		return status;
	if (o->kind == CLI_FLAG && equals)
		return cli_usage_error(a->program, "option --%s takes no value", o->name);
	return apply(a, o, equals ? equals + 1 : NULL);
}

/* A cluster: flags, and at its end one option whose value may be the rest. */
static int
parse_letters(struct arguments *a, const char *text)
{
	int status = -1;

	while (*text && status < 0) {
		const struct cli_option *o = find_letter(a->program, *text);

		if (!o)
			return cli_usage_error(a->program, "unknown option -%c", *text);
		text++;
		if (o->kind == CLI_FLAG) {
			status = apply(a, o, NULL);
			continue;
		}
		return apply(a, o, *text ? text : NULL);
	}
	return status;
}

int
cli_parse(const struct cli_program *p, int argc, char **argv, struct cli_list *files)
{
	struct arguments a = {p, argv, argc, 1};
	bool options = true;
	int status = -1;

	prepare_process(p);
	while (a.at < a.n && status < 0) {
		const char *arg = a.v[a.at++];

		if (!options || arg[0] != '-' || !arg[1])
			cli_list_add(files, arg);
		else if (strcmp(arg, "--") == 0)
			options = false;
		else if (arg[1] == '-')
			status = parse_long(&a, arg + 2);
		else
			status = parse_letters(&a, arg + 1);
	}
	return status;
}
