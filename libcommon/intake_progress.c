/*
 * intake - the progress line.  Drawn five times a second at most, from the third
 * second on, and only where nobody's rows stand; SIGUSR1 prints it as a message.
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "intake_internal.h"

enum { ROWS_PER_LOOK = 4096 };
static const int64_t SECOND = 1000000, QUIET_TIME = 2 * 1000000, REDRAW = 200000;

/* A handler can reach nothing but an object like this one. */
static volatile sig_atomic_t asked;

static void
on_signal(int number)
{
	(void)number;
	asked = 1;
}

void
intake_progress_start(struct intake_progress *p, const struct intake *in)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	(void)sigaction(SIGUSR1, &action, NULL);
	p->line = !in->reading->quiet && isatty(STDERR_FILENO) && !(in->out && isatty(in->out->fd));
	p->start = clock_monotonic();
	p->next = p->start + QUIET_TIME;
}

static void
add_bytes(struct buf *out, double bytes)
{
	static const char *const unit[] = {"B", "kB", "MB", "GB", "TB"};
	size_t i = 0;

	while (bytes >= 1000 && i < sizeof unit / sizeof unit[0] - 1) {
		bytes /= 1000;
		i++;
	}
	buf_addf(out, i && bytes < 100 ? "%.1f %s" : "%.0f %s", bytes, unit[i]);
}

static void
add_time_left(struct buf *out, double seconds)
{
	unsigned long long s = (unsigned long long)(seconds + 0.5);

	if (s >= 3600)
		buf_addf(out, ", %lluh%02llum left", s / 3600, s / 60 % 60);
	else
		buf_addf(out, ", %llu:%02llu left", s / 60, s % 60);
}

/* "1,000 lines, 12 MB of 40 MB (30 %), 6.0 MB/s, 0:05 left" */
static void
describe(const struct intake *in, int64_t now, struct buf *out)
{
	uint64_t done, total;
	double elapsed = (double)(now - in->progress.start) / (double)SECOND, rate;
	char count[INTAKE_COUNT_TEXT];

	scan_progress(in->scan, &done, &total);
	rate = elapsed > 0 ? (double)done / elapsed : 0;
	buf_addf(out, "%s line%s, ", intake_count(in->rows_in, count), in->rows_in == 1 ? "" : "s");
	add_bytes(out, (double)done);
	if (total) {
		buf_adds(out, " of ");
		add_bytes(out, (double)total);
		buf_addf(out, " (%.0f %%)", 100 * (double)done / (double)total);
	}
	buf_adds(out, ", ");
	add_bytes(out, rate);
	buf_adds(out, "/s");
	if (total > done && rate > 0)
		add_time_left(out, (double)(total - done) / rate);
}

static void
put_raw(const struct buf *b)
{
	/* A lost progress line is nobody's error. */
	if (write(STDERR_FILENO, b->p, b->n) < 0)
		return;
}

void
intake_progress_wipe(struct intake_progress *p)
{
	static const char wipe[] = "\r\033[K";

	if (p->drawn && write(STDERR_FILENO, wipe, sizeof wipe - 1) < 0)
		p->line = false;
	p->drawn = false;
}

static void
show(struct intake *in, int64_t now, bool as_message)
{
	struct buf text;

	buf_init(&text, BUF_CAP_MAX);
	if (!as_message)
		buf_addf(&text, "\r%s: ", in->program->name);
	describe(in, now, &text);
	if (as_message) {
		intake_say(in, "%.*s", (int)text.n, text.p);
	} else {
		buf_adds(&text, "\033[K");
		put_raw(&text);
		in->progress.drawn = true;
		in->progress.next = now + REDRAW;
	}
	buf_release(&text);
}

void
intake_progress_tick(struct intake *in, unsigned rows)
{
	struct intake_progress *p = &in->progress;
	int64_t now;

	if (asked) {
		asked = 0;
		show(in, clock_monotonic(), true);
	}
	p->rows += rows;
	if (!p->line || p->rows < ROWS_PER_LOOK)
		return;
	p->rows = 0;
	now = clock_monotonic();
	if (now >= p->next)
		show(in, now, false);
}
