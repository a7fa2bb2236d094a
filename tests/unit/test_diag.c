/* diag: one line a message, nothing of a log reaches a terminal raw. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "capture.h"
#include "diag.h"

static char text[16384];

static void
names_the_program_and_ends_the_line(void **state)
{
	struct capture c;

	(void)state;
	diag_set_program("/usr/bin/mlparse");
	assert_string_equal(diag_program(), "mlparse");
	capture_start(&c, STDERR_FILENO);
	diag("x.log:%d: %s", 17, "no time");
	capture_end(&c, text, sizeof text);
	assert_string_equal(text, "mlparse: x.log:17: no time\n");
}

static void
errno_is_told_and_kept(void **state)
{
	struct capture c;

	(void)state;
	diag_set_program("mlparse");
	capture_start(&c, STDERR_FILENO);
	errno = ENOSPC;
	diag_errno("cannot write %s", "out");
	assert_int_equal(errno, ENOSPC);
	diag("and on");
	assert_int_equal(errno, ENOSPC);
	capture_end(&c, text, sizeof text);
	/* The text is the C library's, whose catalogue is never opened. */
	assert_string_equal(text, "mlparse: cannot write out: No space left on device\n"
				  "mlparse: and on\n");
}

static void
controls_are_escaped(void **state)
{
	struct capture c;
	size_t n;

	(void)state;
	diag_set_program("t");
	capture_start(&c, STDERR_FILENO);
	for (int byte = 1; byte < 256; byte++)
		diag("%c", byte);
	diag("\033]52;c;aGk=\a a\nb \xc2\x9b \xe2\x80\xae");
	capture_end(&c, text, sizeof text);
	n = strlen(text);
	for (size_t i = 0; i < n; i++)
		assert_true(text[i] == '\n' || (text[i] >= 0x20 && text[i] < 0x7f));
	assert_non_null(strstr(text, "t: \\x1B]52;c;aGk=\\x07 a\\nb \\xC2\\x9B \\xE2\\x80\\xAE\n"));
}

static void
a_long_message_is_cut_but_is_a_line(void **state)
{
	char longer[5000];
	struct capture c;
	size_t n;

	(void)state;
	memset(longer, '\001', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	capture_start(&c, STDERR_FILENO);
	diag("%s", longer);
	capture_end(&c, text, sizeof text);
	n = strlen(text);
	assert_true(n > 1000 && n < 5000);
	assert_int_equal(text[n - 1], '\n');
	assert_ptr_equal(strchr(text, '\n'), text + n - 1);
}

static void
a_closed_stderr_is_nobodys_error(void **state)
{
	int saved = dup(STDERR_FILENO);

	(void)state;
	close(STDERR_FILENO);
	errno = 0;
	diag("nobody hears this");
	assert_int_equal(errno, 0);
	dup2(saved, STDERR_FILENO);
	close(saved);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_the_program_and_ends_the_line),
		cmocka_unit_test(errno_is_told_and_kept),
		cmocka_unit_test(controls_are_escaped),
		cmocka_unit_test(a_long_message_is_cut_but_is_a_line),
		cmocka_unit_test(a_closed_stderr_is_nobodys_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
