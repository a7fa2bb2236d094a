/*
 * measure COMMAND - runs COMMAND by sh and prints, on one line: seconds, CPU seconds
 * of all its processes, and the peak resident MiB of the largest of them.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int
run(const char *command)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage use;

	if (argc != 2) {
		fprintf(stderr, "usage: measure COMMAND\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &from);
	if (run(argv[1]) != 0) {
		fprintf(stderr, "measure: failed: %s\n", argv[1]);
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	getrusage(RUSAGE_CHILDREN, &use);
	printf("%.4f %.4f %.1f\n",
	       (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9,
	       seconds(use.ru_utime) + seconds(use.ru_stime), (double)use.ru_maxrss / 1024);
	return 0;
}
