/*
 * stop - ends a run in good order when SIGINT, SIGTERM or SIGHUP asks for it.
 * Layer: cli.
 *
 * A signal that was ignored when the program began (nohup) stays ignored.  A second
 * one ends the program at once.
 */
#ifndef ML_STOP_H
#define ML_STOP_H

/*
 * From now on a signal is only noted, and a byte written to the pipe whose ends are
 * answered (for input.h); NULL when there can be none.
 */
const int *stop_begin(void);
/* The signal that came, 0: none. */
int stop_signal(void);
/* Dies by the signal that came, if any did. */
void stop_end(void);

#endif
