/* cli: the option table drives parsing, messages and --help. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "capture.h"
#include "cli.h"
#include "xalloc.h"

static const char *const choices[] = {"red", "green", "blue", NULL};

/* One option of each kind. */
struct wish {
	bool flag, other;
	const char *text, *optional;
	struct cli_list list;
	uint64_t count, size;
	double number;
	int64_t duration;
	int choice;
	struct cli_option row[12];
	const struct cli_option *tables[3];
	struct cli_program program;
	struct cli_list files, given;
};

static const char *const headings[] = {"Wishes", "Own"};

static void
wish_init(struct wish *w)
{
	const struct cli_option row[] = {
		{'f', "flag", CLI_FLAG, &w->flag, NULL, "a flag", NULL, 0, 0},
		{'g', "gross", CLI_FLAG, &w->other, NULL, "another", NULL, 0, 0},
		{'t', "text", CLI_TEXT, &w->text, "WORD", "a text", NULL, 0, 0},
		{0, "ci", CLI_OPTIONAL, &w->optional, "LEVEL", "a text or none", NULL, 0, 0},
		{'l', "list", CLI_LIST, &w->list, "ITEM", "texts", NULL, 0, 0},
		{'n', "count", CLI_COUNT, &w->count, "N", "a count", NULL, 1, 100},
		{0, "size", CLI_SIZE, &w->size, "SIZE", "bytes", NULL, 0, 0},
		{'x', "number", CLI_NUMBER, &w->number, "X", "a number", NULL, 0, 1},
		{'w', "window", CLI_DURATION, &w->duration, "TIME", "a length", NULL, 0, 0},
		{0, "colour-of-the-table", CLI_CHOICE, &w->choice, NULL,
		 "a choice whose help is so long that it has to be wrapped into the column",
		 choices, 0, 0},
		{0, "texture", CLI_FLAG, &w->other, NULL, "begins like text", NULL, 0, 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};

	*w = (struct wish){.count = 9};
	memcpy(w->row, row, sizeof row);
	w->tables[0] = w->row;
	w->program = (struct cli_program){"mltest",
					  "tests its options",
					  "[OPTION]... [FILE]...",
					  "zcat log | mltest\n\nmltest -f log",
					  w->tables,
					  headings,
					  &w->given};
}

static void
wish_release(struct wish *w)
{
	cli_list_release(&w->list);
	cli_list_release(&w->files);
	cli_list_release(&w->given);
}

/* Parses WORDS, separated by single blanks; what was said goes to SAID. */
static int
parse(struct wish *w, const char *words, char *said, size_t room)
{
	static char copy[256];
	char *argv[20] = {(char *)"/bin/mltest"};
	struct capture err;
	int argc = 1, status;

	snprintf(copy, sizeof copy, "%s", words);
	for (char *p = copy; *words && p; argc++) {
		argv[argc] = p;
		p = strchr(p, ' ');
		if (p)
			*p++ = '\0';
	}
	wish_init(w);
	capture_start(&err, STDERR_FILENO);
	status = cli_parse(&w->program, argc, argv, &w->files);
	capture_end(&err, said, room);
	return status;
}

/* By their whole names, whichever way they were given. */
static void
what_was_given_is_known(void **state)
{
	static const char *const names[] = {"flag", "text", "count", "window", "text"};
	struct wish w;
	char said[200];

	(void)state;
	assert_int_equal(parse(&w, "-ft a file --cou=3 -w 1s --text b", said, sizeof said), -1);
	assert_int_equal(w.given.n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(w.given.item[i], names[i]);
	wish_release(&w);
}

static void
the_worse_status_wins(void **state)
{
	static const int rank[] = {EXIT_DONE, EXIT_FINDING, EXIT_DAMAGED, EXIT_TROUBLE};

	(void)state;
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 4; j++)
			assert_int_equal(cli_worse(rank[i], rank[j]), rank[i > j ? i : j]);
}

static void
every_kind_is_stored(void **state)
{
	struct wish w;
	char said[2000];

	(void)state;
	assert_int_equal(parse(&w,
			       "-f --text=a=b --ci -l one --list=two -n 7 --size 3K --number .25 "
			       "-w 1h30m --colour-of-the-table=blue",
			       said, sizeof said),
			 -1);
	assert_string_equal(said, "");
	assert_true(w.flag);
	assert_false(w.other);
	assert_string_equal(w.text, "a=b");
	assert_string_equal(w.optional, "");
	assert_int_equal(w.list.n, 2);
	assert_string_equal(w.list.item[0], "one");
	assert_string_equal(w.list.item[1], "two");
	assert_int_equal(w.count, 7);
	assert_int_equal(w.size, 3072);
	assert_true(w.number > 0.2499 && w.number < 0.2501);
	assert_int_equal(w.duration, INT64_C(5400000000));
	assert_int_equal(w.choice, 2);
	assert_int_equal(w.files.n, 0);
	wish_release(&w);
}

static void
values_stand_where_getopt_takes_them(void **state)
{
	static const struct {
		const char *words, *text, *optional;
		size_t files;
		bool flag, other;
	} row[] = {
		{"-t x", "x", NULL, 0, false, false},
		{"-tx", "x", NULL, 0, false, false},
		{"-fgtx", "x", NULL, 0, true, true},
		{"-fgt x y", "x", NULL, 1, true, true},
		{"--text x", "x", NULL, 0, false, false},
		{"--text=", "", NULL, 0, false, false},
		{"--text=1 -t 2 --text 3", "3", NULL, 0, false, false},
		{"-t -f", "-f", NULL, 0, false, false},
		{"-t --", "--", NULL, 0, false, false},
		{"--ci=95 --ci", NULL, "", 0, false, false},
		{"--ci 95", NULL, "", 1, false, false},
		{"--ci=95", NULL, "95", 0, false, false},
		{"a -f b - -g c", NULL, NULL, 4, true, true},
		{"-f -- -g --text", NULL, NULL, 2, true, false},
		{"--fl --gr", NULL, NULL, 0, true, true},
		{"-- --", NULL, NULL, 1, false, false},
		{"", NULL, NULL, 0, false, false},
	};
	struct wish w;
	char said[2000];

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		assert_int_equal(parse(&w, row[i].words, said, sizeof said), -1);
		assert_string_equal(said, "");
		assert_int_equal(w.files.n, row[i].files);
		assert_int_equal(w.flag, row[i].flag);
		assert_int_equal(w.other, row[i].other);
		assert_string_equal(w.text ? w.text : "?", row[i].text ? row[i].text : "?");
		assert_string_equal(w.optional ? w.optional : "?",
				    row[i].optional ? row[i].optional : "?");
		wish_release(&w);
	}
}

static void
sizes_have_suffixes(void **state)
{
	static const struct {
		const char *words;
		uint64_t size;
	} row[] = {
		{"--size=0", 0},
		{"--size=16M", 16 << 20},
		{"--size=16m", 16 << 20},
		{"--size=64KiB", 64 << 10},
		{"--size=2G", UINT64_C(2) << 30},
		{"--size=3T", UINT64_C(3) << 40},
		{"--size=9223372036854775807", INT64_MAX},
	};
	struct wish w;
	char said[2000];

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		assert_int_equal(parse(&w, row[i].words, said, sizeof said), -1);
		assert_int_equal(w.size, row[i].size);
		wish_release(&w);
	}
}

static void
errors_say_what_was_wrong(void **state)
{
	static const struct {
		const char *words, *said;
	} row[] = {
		{"--txt", "unknown option --txt; did you mean --text?"},
		{"--flagg=1", "unknown option --flagg; did you mean --flag?"},
		{"--zebra", "unknown option --zebra\n"},
		{"--hlep", "unknown option --hlep; did you mean --help?"},
		{"-fk", "unknown option -k"},
		{"-\x1b", "unknown option -\\x1B"},
		{"--text", "option --text needs a value"},
		{"-ft", "option --text needs a value"},
		{"--flag=yes", "option --flag takes no value"},
		{"--te=x", "option --te could be any of --text, --texture"},
		{"-n x", "--count: 'x' is no whole number"},
		{"-n 5K", "--count: '5K' is no whole number"},
		{"-n 1.5", "--count: '1.5' is no whole number"},
		{"-n -1", "--count: '-1' is no whole number"},
		{"-n=", "--count: '=' is no whole number"},
		{"-n 0", "--count: 0 is out of range (1 to 100)"},
		{"-n 101", "--count: 101 is out of range (1 to 100)"},
		{"--size=", "--size: '' is no size such as"},
		{"--size=K", "--size: 'K' is no size such as"},
		{"--size=1X", "--size: '1X' is no size such as"},
		{"--size=1Kib2", "--size: '1Kib2' is no size such as"},
		{"--size=1e3", "--size: '1e3' is no size such as"},
		{"--size=8388608T", "--size: 8388608T is too large"},
		{"--size=9223372036854775808", "--size: 9223372036854775808 is too large"},
		{"-x half", "--number: 'half' is no number"},
		{"-x nan", "--number: 'nan' is no number"},
		{"-x 1.5", "--number: 1.5 is out of range (0 to 1)"},
		{"-w 5", "--window: '5' is no length of time such as 90s"},
		{"--colour=bleu", "--colour-of-the-table: no value 'bleu'; did you mean 'blue'? "
				  "there are: red, green, blue"},
	};
	struct wish w;
	char said[2000];

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		assert_int_equal(parse(&w, row[i].words, said, sizeof said), EXIT_TROUBLE);
		assert_int_equal(strncmp(said, "mltest: ", 8), 0);
		if (!strstr(said, row[i].said))
			assert_string_equal(said, row[i].said);
		assert_non_null(strstr(said, "mltest: 'mltest --help' lists the options\n"));
		wish_release(&w);
	}
}

static void
a_repeated_option_in_a_later_table_is_hidden(void **state)
{
	struct wish w;
	bool hidden = false;
	const struct cli_option later[] = {
		{'t', "text", CLI_FLAG, &hidden, NULL, "hidden", NULL, 0, 0},
		{0, "textile", CLI_FLAG, &hidden, NULL, "not hidden", NULL, 0, 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};
	char *argv[] = {(char *)"mltest", (char *)"--text", (char *)"a", (char *)"-tb", NULL};

	(void)state;
	wish_init(&w);
	w.tables[1] = later;
	assert_int_equal(cli_parse(&w.program, 4, argv, &w.files), -1);
	assert_string_equal(w.text, "b");
	assert_false(hidden);
	wish_release(&w);
}

static void
help_shows_every_row_within_80_columns(void **state)
{
	struct wish w;
	struct buf help;

	(void)state;
	wish_init(&w);
	buf_init(&help, BUF_CAP_MAX);
	cli_help(&w.program, &help);
	buf_addc(&help, '\0');
	assert_int_equal(
		strncmp(help.p, "Usage: mltest [OPTION]... [FILE]...\ntests its options\n", 54), 0);
	assert_non_null(strstr(help.p, "\nExamples:\n  zcat log | mltest\n\n  mltest -f log\n"));
	assert_non_null(strstr(help.p, "\nWishes:\n  -f, --flag                a flag\n"));
	assert_non_null(strstr(help.p, "\n      --ci[=LEVEL]          a text or none\n"));
	assert_non_null(strstr(
		help.p, "\n      --colour-of-the-table=red|green|blue\n"
			"                            a choice whose help is so long that it has "
			"to be\n"
			"                            wrapped into the column\n"));
	assert_non_null(strstr(help.p, "\n  -h, --help                show this text\n"));
	for (const char *p = help.p, *end; (end = strchr(p, '\n')); p = end + 1) {
		assert_in_range(end - p, 0, 80);
		assert_true(end == p || end[-1] != ' ');
	}
	buf_release(&help);
}

static void
help_and_version_go_to_standard_output(void **state)
{
	static const char *const words[] = {"--help", "-h", "-fh", "--version", "-V", "a --vers b"};
	struct wish w;
	char said[2000], out[4000];
	struct capture c;

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		int status;

		capture_start(&c, STDOUT_FILENO);
		status = parse(&w, words[i], said, sizeof said);
		capture_end(&c, out, sizeof out);
		assert_int_equal(status, EXIT_DONE);
		assert_string_equal(said, "");
		assert_int_equal(
			strncmp(out,
				i < 3 ? "Usage: mltest" : "mltest (mltools) " VERSION "\ngunzip: ",
				13),
			0);
		wish_release(&w);
	}
}

/* The options that programs share: no letter or name twice, help in the house's style. */
static void
shared_tables_agree(void **state)
{
	static struct cli_reading r;
	static struct cli_writing w;
	const struct cli_option *table[3], *row[64];
	size_t n = 0;

	(void)state;
	table[0] = cli_reading_options(&r);
	table[1] = cli_pattern_options(&r);
	table[2] = cli_writing_options(&w);
	for (int t = 0; t < 3; t++)
		for (const struct cli_option *o = table[t]; o->name; o++)
			row[n++] = o;
	for (size_t i = 0; i < n; i++) {
		const char *help = row[i]->help;

		assert_true(help[0] >= 'a' && help[0] <= 'z');
		assert_true(help[strlen(help) - 1] != '.');
		assert_non_null(row[i]->target);
		assert_int_equal(row[i]->kind == CLI_CHOICE, row[i]->choice != NULL);
		assert_null(strchr("hV", row[i]->letter ? row[i]->letter : ' '));
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(row[i]->name, row[j]->name);
			assert_true(!row[i]->letter || row[i]->letter != row[j]->letter);
			assert_ptr_not_equal(row[i]->target, row[j]->target);
		}
	}
	assert_int_equal(w.format, -1);
}

static void
writing_decides_format_and_colour(void **state)
{
	struct cli_writing w = {.format = -1};
	struct cli_reading r = {.na = "NA"};
	struct record_options o;

	(void)state;
	w.file = "somewhere";
	o = cli_record_options(&w, &r, RECORD_TABLE);
	assert_int_equal(o.format, RECORD_TABLE);
	assert_string_equal(o.na, "NA");
	assert_false(o.terminal);
	assert_false(o.colour);
	w.colour = 1;
	w.format = RECORD_CSV;
	w.end_mark = true;
	o = cli_record_options(&w, NULL, RECORD_TABLE);
	assert_int_equal(o.format, RECORD_CSV);
	assert_null(o.na);
	assert_true(o.colour);
	assert_true(o.end_mark);
}

static void
output_to_a_full_disk_is_trouble(void **state)
{
	struct cli_writing w = {.file = "/dev/full"};
	struct output o;
	struct capture c;
	char said[500];
	int status;

	(void)state;
	capture_start(&c, STDERR_FILENO);
	assert_int_equal(cli_open(&o, &w), 0);
	output_add(&o, "x\n", 2);
	output_row(&o);
	status = cli_close(&o, &w, EXIT_FINDING);
	capture_end(&c, said, sizeof said);
	assert_int_equal(status, EXIT_TROUBLE);
	assert_non_null(strstr(said, "cannot write /dev/full: No space left on device\n"));
	w.file = "/nowhere/at/all";
	capture_start(&c, STDERR_FILENO);
	status = cli_open(&o, &w);
	capture_end(&c, said, sizeof said);
	assert_int_equal(status, EXIT_TROUBLE);
	assert_non_null(strstr(said, "/nowhere/at/all: No such file or directory\n"));
}

static void
only_what_was_carried_out_replaces_a_file(void **state)
{
	static const struct {
		int (*end)(struct output *o, const struct cli_writing *w, int status);
		int status;
		const char *content;
	} row[] = {{cli_abandon, EXIT_TROUBLE, "old\n"},
		   {cli_close, EXIT_DAMAGED, "new\n"},
		   {cli_abandon, EXIT_TROUBLE, "new\n"},
		   {cli_close, EXIT_TROUBLE, "bad\n"}};
	char path[] = "/tmp/cli-XXXXXX", content[100] = "";
	struct cli_writing w = {.file = path};
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, "old\n", 4), 4);
	close(fd);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct output o;

		assert_int_equal(cli_open(&o, &w), 0);
		output_add(&o, i < 2 ? "new\n" : "bad\n", 4);
		output_row(&o);
		assert_int_equal(row[i].end(&o, &w, row[i].status), row[i].status);
		fd = open(path, O_RDONLY);
		assert_int_equal(read(fd, content, sizeof content - 1), 4);
		close(fd);
		assert_string_equal(content, row[i].content);
	}
	unlink(path);
}

static void
rows_are_saved_when_memory_runs_out(void **state)
{
	char path[] = "/tmp/cli-XXXXXX", said[200] = "";
	int status, fd = mkstemp(path);
	pid_t pid = fork();

	(void)state;
	assert_true(fd >= 0 && pid >= 0);
	if (pid == 0) {
		struct cli_writing w = {.format = -1};
		struct output o;

		dup2(fd, STDOUT_FILENO);
		close(STDERR_FILENO);
		if (cli_open(&o, &w) != 0)
			_exit(10);
		output_add(&o, "row\n", 4);
		output_row(&o);
		output_add(&o, "torn", 4);
		xrealloc(NULL, SIZE_MAX, 2);
		_exit(11);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : -1, EXIT_TROUBLE);
	assert_int_equal(pread(fd, said, sizeof said - 1, 0), 4);
	assert_string_equal(said, "row\n");
	close(fd);
	unlink(path);
}

/* In a child: closes the descriptors of MASK, parses nothing, looks at the process. */
static int
child_with_closed(int mask)
{
	struct wish w;
	struct rlimit core;
	char *argv[] = {(char *)"mltest", NULL};
	int fd;

	wish_init(&w);
	for (int i = 0; i < 3; i++)
		if (mask & 1 << i)
			close(i);
	if (cli_parse(&w.program, 1, argv, &w.files) != -1)
		return 10;
	fd = open("/dev/null", O_RDWR);
	if (fd < 3)
		return 11;
	for (int i = 0; i < 3; i++) {
		char byte = 0;

		errno = 0;
		if ((mask & 1 << i) && ((i ? write(i, &byte, 1) : read(i, &byte, 1)) != -1))
			return 12;
		if ((mask & 1 << i) && errno != EBADF)
			return 13;
	}
	if (getrlimit(RLIMIT_CORE, &core) < 0 || core.rlim_cur != 0)
		return 14;
	return signal(SIGXFSZ, SIG_DFL) == SIG_IGN ? 0 : 15;
}

static void
closed_descriptors_are_held_but_stay_unusable(void **state)
{
	(void)state;
	for (int mask = 0; mask < 8; mask++) {
		int status;
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0)
			_exit(child_with_closed(mask));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_given_is_known),
		cmocka_unit_test(the_worse_status_wins),
		cmocka_unit_test(every_kind_is_stored),
		cmocka_unit_test(values_stand_where_getopt_takes_them),
		cmocka_unit_test(sizes_have_suffixes),
		cmocka_unit_test(errors_say_what_was_wrong),
		cmocka_unit_test(a_repeated_option_in_a_later_table_is_hidden),
		cmocka_unit_test(help_shows_every_row_within_80_columns),
		cmocka_unit_test(help_and_version_go_to_standard_output),
		cmocka_unit_test(shared_tables_agree),
		cmocka_unit_test(writing_decides_format_and_colour),
		cmocka_unit_test(output_to_a_full_disk_is_trouble),
		cmocka_unit_test(only_what_was_carried_out_replaces_a_file),
		cmocka_unit_test(rows_are_saved_when_memory_runs_out),
		cmocka_unit_test(closed_descriptors_are_held_but_stay_unusable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
