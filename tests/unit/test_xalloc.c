/* xalloc: who goes where when there is no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "xalloc.h"

static void
say_hooked(void *arg)
{
	const char *said = arg;

	if (write(STDOUT_FILENO, said, strlen(said)) < 0)
		_exit(9);
}

/* What a child that ACTs writes to standard output and error; its exit status. */
static int
in_child(void (*act)(void), char *said, size_t room)
{
	int ends[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		act();
		_exit(0);
	}
	assert_true(child > 0);
	close(ends[1]);
	while ((got = read(ends[0], said + n, room - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
ask_too_much(void)
{
	static char hooked[] = "hooked\n";

	xalloc_on_failure(say_hooked, hooked);
	free(xrealloc(NULL, SIZE_MAX, 2));
}

static void
escape_first(void)
{
	static char hooked[] = "hooked\n", escaped[] = "escaped\n";
	jmp_buf here;

	xalloc_on_failure(say_hooked, hooked);
	if (setjmp(here) == 0) {
		xalloc_escape(&here);
		free(xrealloc(NULL, SIZE_MAX, 2));
	}
	say_hooked(escaped);
	/* Only once: the next failure ends the process. */
	free(xrealloc(NULL, SIZE_MAX, 2));
}

static void
without_memory_the_hook_runs_and_the_process_ends(void **state)
{
	char said[200];

	(void)state;
	assert_int_equal(in_child(ask_too_much, said, sizeof said), 2);
	assert_ptr_equal(strstr(said, "hooked\n"), said);
	assert_non_null(strstr(said, ": out of memory"));
}

static void
a_thread_escapes_and_leaves_the_end_to_another(void **state)
{
	char said[200];

	(void)state;
	assert_int_equal(in_child(escape_first, said, sizeof said), 2);
	assert_ptr_equal(strstr(said, "escaped\nhooked\n"), said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_memory_the_hook_runs_and_the_process_ends),
		cmocka_unit_test(a_thread_escapes_and_leaves_the_end_to_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
