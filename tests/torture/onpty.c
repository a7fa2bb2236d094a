/*
 * onpty COMMAND [ARGUMENT]... - runs COMMAND with a terminal as its standard output and
 * copies what comes out to its own; answers with COMMAND's exit status.
 */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int
fail(const char *what)
{
	perror(what);
	return 125;
}

/* Both ends of a terminal that changes no byte. */
static int
open_terminal(int *slave)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	struct termios t;

	if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		return -1;
	*slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	if (*slave < 0 || tcgetattr(*slave, &t) < 0)
		return -1;
	t.c_oflag &= ~(tcflag_t)OPOST;
	return tcsetattr(*slave, TCSANOW, &t) < 0 ? -1 : master;
}

static int
copy(int from, int to)
{
	char block[4096];
	ssize_t n;

	while ((n = read(from, block, sizeof block)) > 0)
		for (ssize_t at = 0, wrote; at < n; at += wrote)
			if ((wrote = write(to, block + at, (size_t)(n - at))) < 0)
				return -1;
	/* Linux says EIO once nobody holds the other end. */
	return n < 0 && errno != EIO ? -1 : 0;
}

int
main(int argc, char **argv)
{
	int slave, status, master = open_terminal(&slave);
	pid_t child;

	if (argc < 2 || master < 0)
		return fail("onpty");
	child = fork();
	if (child < 0)
		return fail("onpty: fork");
	if (child == 0) {
		dup2(slave, STDOUT_FILENO);
		close(master);
		close(slave);
		execvp(argv[1], argv + 1);
		_exit(fail(argv[1]));
	}
	close(slave);
	if (copy(master, STDOUT_FILENO) < 0 || waitpid(child, &status, 0) < 0)
		return fail("onpty");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
