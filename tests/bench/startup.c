/*
 * startup TIMES PROGRAM [ARGUMENT]... - milliseconds from the start to the end of PROGRAM
 * on empty standard input: the median of TIMES, and the least.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "number.h"

enum { TIMES_MAX = 1000 };

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static _Noreturn void
become(char *const *command)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0)
		execvp(command[0], command);
	_exit(127);
}

/* How long a run takes; negative if there is none. */
static double
run(char *const *command)
{
	double from = now_ms();
	pid_t pid = fork();
	int status;

	if (pid == 0)
		become(command);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) && WEXITSTATUS(status) != 127 ? now_ms() - from : -1;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	static double took[TIMES_MAX];
	int64_t times;

	if (argc < 3 || number_parse_int(str_of(argv[1]), &times) < 0 || times < 1 ||
	    times > TIMES_MAX) {
		fprintf(stderr, "usage: startup TIMES PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	for (int64_t i = 0; i < times; i++)
		took[i] = run(argv + 2);
	qsort(took, (size_t)times, sizeof *took, by_value);
	if (took[0] < 0) {
		fprintf(stderr, "startup: cannot run %s\n", argv[2]);
		return 2;
	}
	printf("%-32s %8.2f ms, at best %.2f\n", argv[2], took[times / 2], took[0]);
	return 0;
}
