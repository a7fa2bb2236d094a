#include "stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "fd.h"

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

/* A handler has nobody to ask but these. */
static volatile sig_atomic_t came;
static int ends[2] = {-1, -1};

static void
note(int sig)
{
	int saved = errno;

	came = sig;
	if (ends[1] >= 0 && write(ends[1], "", 1) < 0)
		errno = 0; /* a full pipe says it already */
	errno = saved;
}

static bool
open_ends(void)
{
	if (pipe(ends) < 0)
		return false;
	ends[0] = fd_move(ends[0]);
	ends[1] = fd_move(ends[1]);
	return ends[0] >= 0 && ends[1] >= 0 && fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0;
}

const int *
stop_begin(void)
{
	struct sigaction act = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND}, old;
	bool opened = open_ends();

	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &act, NULL);
	return opened ? ends : NULL;
}

int
stop_signal(void)
{
	return (int)came;
}

void
stop_end(void)
{
	int sig = (int)came;

	if (!sig)
		return;
	signal(sig, SIG_DFL);
	raise(sig);
}
