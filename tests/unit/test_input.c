/* input: blocks of whole lines out of good and bad operands, with and without threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>

#include "gzip_files.h"
#include "input_events.h"

static struct gzip_set set;

static int
begin(void **state)
{
	gzip_set_init(&set);
	return events_begin(state);
}

static int
end(void **state)
{
	gzip_set_release(&set);
	return events_end(state);
}

/* Runs with and without the thread; the same must come out. */
static void
run_both(struct events *e, const char *const *files, size_t n, struct input_options o)
{
	struct events other;

	o.threads = true;
	events_run(e, files, n, &o);
	o.threads = false;
	events_run(&other, files, n, &o);
	if (!str_eq(buf_str(&e->log), buf_str(&other.log)))
		fail_msg("with a thread:\n%.*s\nwithout:\n%.*s", (int)e->log.n, e->log.p,
			 (int)other.log.n, other.log.p);
	assert_true(str_eq(buf_str(&e->text), buf_str(&other.text)));
	events_release(&other);
}

static void
run_bytes(struct events *e, struct str s, struct input_options o)
{
	const char *file = events_file(0, s);

	run_both(e, &file, 1, o);
}

static size_t
whole(struct str s)
{
	while (s.n && s.p[s.n - 1] != '\n')
		s.n--;
	return s.n;
}

static size_t
lines_in(const char *p, size_t n)
{
	size_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += p[i] == '\n';
	return lines;
}

static void
assert_text(const struct events *e, const char *p, size_t n)
{
	assert_int_equal(e->text.n, n);
	if (n)
		assert_memory_equal(e->text.p, p, n);
}

static bool
logged(struct events *e, const char *what)
{
	bool found;

	buf_addc(&e->log, 0);
	found = strstr(e->log.p, what);
	e->log.n--;
	return found;
}

/* Lines before a damaged member, which need not be doubted. */
static size_t
verified_lines(const struct gzip_file *f)
{
	return f->member == 2 ? lines_in(set.log.p, set.half) : 0;
}

static void
check_file(const struct gzip_file *f)
{
	struct events e;
	struct buf expected;
	size_t sound;

	buf_init(&expected, BUF_CAP_MAX);
	gzip_oracle(buf_str(&f->bytes), &expected);
	sound = whole(buf_str(&expected));
	run_bytes(&e, buf_str(&f->bytes), (struct input_options){0});
	assert_text(&e, expected.p, sound);
	assert_int_equal(e.faults, f->fault != GUNZIP_OK);
	assert_int_equal(e.was_gzip, e.blocks > 0);
	if (e.faults) {
		const struct input_fault *t = &e.fault[0];

		assert_int_equal(t->kind, INPUT_FAULT_GZIP);
		assert_int_equal(t->line, lines_in(expected.p, sound));
		assert_int_equal(t->byte, expected.n);
		assert_int_equal(t->torn_bytes, expected.n - sound);
		assert_int_equal(t->torn_offset, sound);
		assert_int_equal(t->torn.p != NULL, t->torn_bytes > 0);
		assert_true(str_eq(buf_str(&e.torn[0]),
				   (struct str){expected.p + sound, expected.n - sound}));
		if (f->fault == GUNZIP_GARBAGE || f->fault == GUNZIP_BAD_HEADER ||
		    sound == (f->member == 2 ? set.half : 0))
			assert_int_equal(t->first_unverified, 0);
		else
			assert_int_equal(t->first_unverified, verified_lines(f) + 1);
	}
	events_release(&e);
	buf_release(&expected);
}

static void
damaged_files_give_every_sound_line_and_one_fault(void **state)
{
	(void)state;
	for (size_t i = 0; i < set.n; i++)
		if (strcmp(set.file[i].name, "notgz") != 0)
			check_file(&set.file[i]);
}

static void
text_without_gzip_is_read_as_it_is(void **state)
{
	struct events e;

	(void)state;
	run_bytes(&e, buf_str(&set.log), (struct input_options){0});
	assert_text(&e, set.log.p, set.log.n);
	assert_int_equal(e.faults, 0);
	assert_false(e.was_gzip);
	events_release(&e);
}

static void
recovery_goes_on_with_whole_lines(void **state)
{
	const struct input_options o = {.recover = true};

	(void)state;
	for (size_t i = 0; i < set.n; i++) {
		const struct gzip_file *f = &set.file[i];
		struct events plain, e;

		if (!f->recovers)
			continue;
		run_bytes(&plain, buf_str(&f->bytes), (struct input_options){0});
		run_bytes(&e, buf_str(&f->bytes), o);
		assert_int_equal(e.faults, 1);
		assert_int_equal(e.text.n, plain.text.n + set.log.n - f->recovered_from);
		assert_memory_equal(e.text.p, plain.text.p, plain.text.n);
		assert_memory_equal(e.text.p + plain.text.n, set.log.p + f->recovered_from,
				    set.log.n - f->recovered_from);
		events_release(&plain);
		events_release(&e);
	}
}

static void
a_cut_file_never_loses_a_line_in_silence(void **state)
{
	struct buf b, text;
	size_t first;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	gzip_log(&text, 10, 3);
	gzip_member(&b, (struct str){text.p, text.n / 3});
	first = b.n;
	gzip_member(&b, (struct str){text.p + text.n / 3, text.n - text.n / 3});
	for (size_t n = 2; n <= b.n; n++) {
		struct buf expected;
		struct events e;

		buf_init(&expected, BUF_CAP_MAX);
		gzip_oracle((struct str){b.p, n}, &expected);
		run_bytes(&e, (struct str){b.p, n}, (struct input_options){.recover = n % 2});
		/* At the first member's end the file is sound, and its last line too. */
		assert_text(&e, expected.p, n == first ? expected.n : whole(buf_str(&expected)));
		assert_int_equal(e.faults, n != first && n != b.n);
		if (e.faults)
			assert_int_equal(e.fault[0].torn_bytes, expected.n - e.text.n);
		events_release(&e);
		buf_release(&expected);
	}
	buf_release(&b);
	buf_release(&text);
}

static void
a_flipped_bit_changes_no_line_in_silence(void **state)
{
	struct buf b, text;
	const char *file;
	int fd;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	gzip_log(&text, 6, 8);
	gzip_member(&b, buf_str(&text));
	file = events_file(0, buf_str(&b));
	fd = open(file, O_WRONLY);
	/* Without its magic it is text, as it should be. */
	for (size_t bit = 16; bit < b.n * 8; bit++) {
		char flipped = (char)(b.p[bit / 8] ^ 1 << bit % 8);
		struct input_options o = {.recover = bit % 2, .threads = bit % 8 == 0};
		struct events e;

		assert_int_equal(pwrite(fd, &flipped, 1, (off_t)(bit / 8)), 1);
		events_run(&e, &file, 1, &o);
		if (e.faults == 0)
			assert_text(&e, text.p, text.n);
		/* No line is torn: what came out ends with a line feed. */
		assert_int_equal(whole(buf_str(&e.text)), e.text.n);
		assert_int_equal(pwrite(fd, &b.p[bit / 8], 1, (off_t)(bit / 8)), 1);
		events_release(&e);
	}
	close(fd);
	buf_release(&b);
	buf_release(&text);
}

/* What a line reader without blocks would say. */
struct line {
	size_t file, number, offset, n;
	bool is_long;
};

struct lines {
	struct line *line;
	size_t n, room;
};

static void
add_line(struct lines *l, struct line line)
{
	if (l->n == l->room) {
		l->room = l->room ? 2 * l->room : 64;
		l->line = realloc(l->line, l->room * sizeof *l->line);
		assert_non_null(l->line);
	}
	l->line[l->n++] = line;
}

static void
split(struct lines *l, size_t file, struct str s, size_t max_line)
{
	size_t number = 1;

	for (size_t at = 0; at < s.n; number++) {
		const char *lf = memchr(s.p + at, '\n', s.n - at);
		size_t n = lf ? (size_t)(lf - s.p) - at : s.n - at;

		add_line(l, (struct line){file, number, at, n, n > max_line});
		at += n + 1;
	}
}

/* Lines of a block; leaves the last one to the next block now and then. */
static void
take_block(struct input *in, const struct input_block *b, size_t file, struct lines *l,
	   struct rng *r, size_t max_line)
{
	size_t number = b->line, at = 0;

	while (at < b->n) {
		const char *lf = memchr(b->p + at, '\n', b->n - at);
		size_t n = lf ? (size_t)(lf - b->p) - at : b->n - at;

		assert_true(lf || b->last);
		if (!b->last && at + n + 1 == b->n && n < max_line && rng_below(r, 3) == 0) {
			input_used(in, at, number - b->line);
			return;
		}
		add_line(l, (struct line){file, number++, b->offset + at, n, false});
		at += n + 1;
	}
	if (rng_below(r, 2))
		input_used(in, b->n, number - b->line - (b->p[b->n - 1] != '\n'));
}

static void
read_lines(const char *const *files, size_t n, const struct input_options *o, struct rng *r,
	   struct lines *l)
{
	struct input *in = input_new(files, n, o);
	struct input_block b;
	struct input_fault f;
	size_t file = 0;
	int event;

	while ((event = input_next(in, &b, &f)) != INPUT_END) {
		const char *name = event == INPUT_BLOCK ? b.file : f.file;

		while (strcmp(files[file], name) != 0)
			file++;
		if (event == INPUT_BLOCK) {
			take_block(in, &b, file, l, r, o->max_line);
		} else {
			assert_int_equal(f.kind, INPUT_FAULT_LONG_LINE);
			add_line(l, (struct line){file, f.line, f.torn_offset, f.torn_bytes, true});
		}
	}
	input_free(in);
}

/* Lines of all lengths around MOST, the last one with or without its line feed. */
static void
random_text(struct buf *b, struct rng *r, size_t n, size_t most)
{
	while (b->n < n) {
		size_t length = rng_below(r, 4) ? rng_below(r, 60) : rng_below(r, most + most / 4);

		length = rng_below(r, 9) == 0 ? most + rng_below(r, 3) - 1 : length;
		for (size_t i = 0; i < length; i++)
			buf_addc(b, (char)('a' + (b->n + i) % 23));
		buf_addc(b, '\n');
	}
	b->n -= rng_below(r, 2);
}

static void
assert_same_line(const struct line *a, const struct line *b)
{
	assert_int_equal(a->file, b->file);
	assert_int_equal(a->number, b->number);
	assert_int_equal(a->offset, b->offset);
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->is_long, b->is_long);
}

static void
lines_of_any_length_are_found_in_any_blocks(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 77);
	for (int round = 0; round < 60; round++) {
		static const size_t most[] = {20, 300, 5000, 300000, 900000};
		size_t max_line = most[round % 5];
		struct input_options o = {.max_line = max_line, .threads = round % 2};
		struct lines expected = {0}, got = {0};
		const char *files[2];

		for (int i = 0; i < 2; i++) {
			struct buf text, gz;

			buf_init(&text, BUF_CAP_MAX);
			buf_init(&gz, BUF_CAP_MAX);
			random_text(&text, &r, rng_below(&r, max_line * 6), max_line);
			split(&expected, (size_t)i, buf_str(&text), max_line);
			gzip_member(&gz, buf_str(&text));
			files[i] = events_file(i, round % 3 ? buf_str(&text) : buf_str(&gz));
			buf_release(&text);
			buf_release(&gz);
		}
		read_lines(files, 2, &o, &r, &got);
		assert_int_equal(got.n, expected.n);
		for (size_t i = 0; i < got.n; i++)
			assert_same_line(&got.line[i], &expected.line[i]);
		free(expected.line);
		free(got.line);
	}
}

static void
what_is_left_grows_until_it_is_used(void **state)
{
	const char *file = events_file(0, buf_str(&set.log));

	(void)state;
	for (int threads = 0; threads < 2; threads++) {
		const struct input_options o = {.threads = threads};
		struct input *in = input_new(&file, 1, &o);
		struct input_block b;
		struct input_fault f;
		size_t n = 0;

		/* The whole log comes as one run of lines, though it is several blocks. */
		do {
			assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
			assert_true(b.n > n || b.last);
			n = b.n;
			assert_true(b.first);
			assert_int_equal(b.line, 1);
			assert_int_equal(b.offset, 0);
			assert_memory_equal(b.p, set.log.p, b.n);
			input_used(in, 0, 0);
		} while (!b.last);
		assert_int_equal(b.n, set.log.n);
		assert_int_equal(input_next(in, &b, &f), INPUT_END);
		input_free(in);
	}
}

/* Once it swallowed the fault: half a log passed for a whole one. */
static void
what_is_left_comes_again_before_a_fault(void **state)
{
	const struct gzip_file *cut = gzip_set_find(&set, "trunc_half");
	const char *files[] = {events_file(0, buf_str(&cut->bytes)), events_file(1, STR("x\n"))};

	(void)state;
	for (int threads = 0; threads < 2; threads++) {
		struct input *in = input_new(files, 2, &(struct input_options){.threads = threads});
		struct input_block b, again;
		struct input_fault f;

		assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		assert_false(b.last);
		input_used(in, 0, 0);
		assert_int_equal(input_next(in, &again, &f), INPUT_BLOCK);
		assert_true(again.first && again.last);
		assert_int_equal(again.n, b.n);
		assert_int_equal(again.line, 1);
		assert_int_equal(input_next(in, &b, &f), INPUT_FAULT);
		assert_int_equal(f.gz.fault, GUNZIP_TRUNCATED);
		assert_int_equal(f.line, lines_in(set.log.p, again.n));
		assert_int_equal(f.first_unverified, 1);
		assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		assert_string_equal(b.file, files[1]);
		assert_int_equal(b.line, 1);
		assert_int_equal(input_next(in, &b, &f), INPUT_END);
		input_free(in);
	}
}

/* Once no block was the first one where the file began with a line that is too long. */
static void
the_first_block_may_come_behind_a_long_line(void **state)
{
	const struct input_options o = {.max_line = 12};
	const char *files[] = {events_file(0, STR("too long, by far\na\n")),
			       events_file(1, STR("b\n"))};
	struct input *in = input_new(files, 2, &o);
	struct input_block b;
	struct input_fault f;

	(void)state;
	assert_int_equal(input_next(in, &b, &f), INPUT_FAULT);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		assert_true(b.first && b.last);
	}
	assert_int_equal(input_next(in, &b, &f), INPUT_END);
	input_free(in);
}

static void
what_is_left_may_not_exceed_a_line(void **state)
{
	const char *name = events_name(3);
	const struct input_options o = {.max_line = 12};
	struct input *in = input_new(&name, 1, &o);
	struct input_block b;
	struct input_fault f;
	int fd;

	(void)state;
	/* A pipe, whose end is not known when its first lines come. */
	assert_int_equal(mkfifo(name, 0600), 0);
	fd = open(name, O_RDWR);
	assert_int_equal(write(fd, "one\ntwo\nthree\nfour\n", 19), 19);
	assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
	assert_int_equal(b.n, 19);
	close(fd);
	input_used(in, 4, 1);
	assert_int_equal(input_next(in, &b, &f), INPUT_FAULT);
	assert_int_equal(f.kind, INPUT_FAULT_LONG_LINE);
	assert_int_equal(f.line, 2);
	assert_int_equal(f.torn_offset, 4);
	assert_int_equal(f.torn_bytes, 3);
	/* The rest of it is all that the file has: it comes again, for the last time. */
	assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
	assert_true(b.last);
	assert_false(b.first);
	assert_int_equal(b.line, 3);
	assert_int_equal(b.offset, 8);
	assert_int_equal(b.n, 11);
	assert_memory_equal(b.p, "three\nfour\n", 11);
	input_used(in, 0, 0);
	assert_int_equal(input_next(in, &b, &f), INPUT_END);
	input_free(in);
	unlink(name);
}

/* Each wait of the input is answered with one more line. */
struct drip {
	int fd;
	size_t sent, all, idle;
	z_stream *z; /* NULL: plain */
};

static void
send_line(void *arg)
{
	struct drip *d = arg;
	unsigned char packed[200];
	char text[32];
	int n = snprintf(text, sizeof text, "line %zu\n", d->sent);

	d->idle++;
	if (d->sent == d->all) {
		close(d->fd);
		return;
	}
	d->sent++;
	if (!d->z) {
		assert_int_equal(write(d->fd, text, (size_t)n), n);
		return;
	}
	d->z->next_in = (Bytef *)text;
	d->z->avail_in = (uInt)n;
	d->z->next_out = packed;
	d->z->avail_out = sizeof packed;
	assert_int_equal(deflate(d->z, d->sent == d->all ? Z_FINISH : Z_SYNC_FLUSH),
			 d->sent == d->all ? Z_STREAM_END : Z_OK);
	n = (int)(sizeof packed - d->z->avail_out);
	assert_int_equal(write(d->fd, packed, (size_t)n), n);
}

static void
drip_through(bool threads, z_stream *z)
{
	struct drip d = {.all = 20, .z = z};
	struct input_options o = {.threads = threads, .idle = send_line, .idle_arg = &d};
	const char *name = events_name(3);
	struct input *in;
	struct input_block b;
	struct input_fault f;
	size_t offset = 0;

	assert_int_equal(mkfifo(name, 0600), 0);
	d.fd = open(name, O_RDWR);
	in = input_new(&name, 1, &o);
	for (size_t i = 0; i < d.all; i++) {
		char text[32];
		int n = snprintf(text, sizeof text, "line %zu\n", i);

		assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		assert_int_equal(d.sent, i + 1);
		assert_int_equal(b.n, n);
		assert_memory_equal(b.p, text, (size_t)n);
		assert_int_equal(b.line, i + 1);
		assert_int_equal(b.offset, offset);
		offset += (size_t)n;
	}
	assert_int_equal(input_next(in, &b, &f), INPUT_END);
	assert_int_equal(d.idle, d.all + 1);
	input_free(in);
	unlink(name);
}

static void
each_line_of_a_slow_pipe_comes_at_once(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		z_stream z = {0};

		if (i / 2)
			assert_int_equal(
				deflateInit2(&z, 6, Z_DEFLATED, GZIP_WHOLE, 8, Z_DEFAULT_STRATEGY),
				Z_OK);
		drip_through(i % 2, i / 2 ? &z : NULL);
		if (i / 2)
			deflateEnd(&z);
	}
}

/* A log that grows: what is there comes at once, the rest when it does. */
static void
patience_ends_where_nothing_comes(void **state)
{
	const char *name = events_name(3);

	(void)state;
	for (int threads = 0; threads < 2; threads++) {
		const struct input_options o = {.threads = threads};
		struct input *in = input_new(&name, 1, &o);
		struct input_block b;
		struct input_fault f;
		int fd;

		assert_int_equal(mkfifo(name, 0600), 0);
		fd = open(name, O_RDWR);
		assert_int_equal(write(fd, "one\ntwo\n", 8), 8);
		assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		input_patience(in, 1);
		input_used(in, 4, 1);
		assert_int_equal(input_next(in, &b, &f), INPUT_IDLE);
		assert_int_equal(b.n, 4);
		assert_memory_equal(b.p, "two\n", 4);
		assert_int_equal(b.line, 2);
		assert_int_equal(b.offset, 4);
		assert_false(b.first || b.last);
		assert_int_equal(input_next(in, &b, &f), INPUT_IDLE);
		assert_int_equal(b.n, 0);
		assert_int_equal(write(fd, "three\n", 6), 6);
		input_patience(in, -1);
		assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		assert_int_equal(b.n, 6);
		assert_int_equal(b.line, 3);
		assert_int_equal(b.offset, 8);
		input_patience(in, 0);
		input_used(in, 0, 0);
		assert_int_equal(input_next(in, &b, &f), INPUT_IDLE);
		assert_memory_equal(b.p, "three\n", 6);
		input_used(in, 0, 0);
		close(fd);
		input_patience(in, -1);
		assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		assert_memory_equal(b.p, "three\n", 6);
		assert_true(b.last);
		assert_int_equal(b.line, 3);
		assert_int_equal(input_next(in, &b, &f), INPUT_END);
		input_free(in);
		unlink(name);
	}
}

static void
a_file_needs_no_patience(void **state)
{
	const char *file = events_file(0, buf_str(&set.log));

	(void)state;
	for (int threads = 0; threads < 2; threads++) {
		const struct input_options o = {.threads = threads};
		struct input *in = input_new(&file, 1, &o);
		struct input_block b;
		struct input_fault f;

		input_patience(in, 0);
		do {
			assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
		} while (!b.last);
		assert_int_equal(input_next(in, &b, &f), INPUT_END);
		input_free(in);
	}
}

static void
an_input_can_be_left_in_the_middle(void **state)
{
	const char *name = events_name(3), *big;
	struct input_options o = {.threads = true};
	struct input_block b;
	struct input_fault f;
	struct buf text;
	struct input *in;
	int fd;

	(void)state;
	assert_int_equal(mkfifo(name, 0600), 0);
	fd = open(name, O_RDWR);
	assert_int_equal(write(fd, "one\n", 4), 4);
	in = input_new(&name, 1, &o);
	assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
	input_free(in);
	close(fd);
	unlink(name);

	buf_init(&text, BUF_CAP_MAX);
	gzip_log(&text, 60000, 1);
	big = events_file(0, buf_str(&text));
	in = input_new(&big, 1, &o);
	assert_int_equal(input_next(in, &b, &f), INPUT_BLOCK);
	input_free(in);
	in = input_new(&big, 1, &o);
	input_free(in);
	buf_release(&text);
}

static void
bad_operands_do_not_stop_the_others(void **state)
{
	const char *files[] = {"/nonexistent/log", events_folder, NULL, NULL};
	struct events e;

	(void)state;
	files[2] = events_file(0, STR("good\n"));
	files[3] = events_file(1, STR(""));
	run_both(&e, files, 4, (struct input_options){0});
	assert_int_equal(e.faults, 2);
	assert_int_equal(e.fault[0].kind, INPUT_FAULT_OPEN);
	assert_int_equal(e.fault[0].error_number, ENOENT);
	assert_int_equal(e.fault[1].error_number, EISDIR);
	assert_string_equal(e.fault[1].file, events_folder);
	assert_text(&e, "good\n", 5);
	events_release(&e);
}

/* The second one comes from a pipe, where the reader waits for the caller's to say stop. */
static void
inputs_may_share_a_stop(void **state)
{
	int stop[2], log[2], standard = dup(0);
	const struct input_options o = {.threads = true, .stop = stop};
	const char *file = events_file(0, STR("one\n")), *dash = "-";
	struct events e;

	(void)state;
	assert_int_equal(pipe(stop), 0);
	assert_int_equal(pipe(log), 0);
	assert_int_equal(write(log[1], "two\n", 4), 4);
	close(log[1]);
	assert_int_equal(dup2(log[0], 0), 0);
	events_run(&e, &file, 1, &o);
	events_release(&e);
	events_run(&e, &dash, 1, &o);
	assert_text(&e, "two\n", 4);
	events_release(&e);
	dup2(standard, 0);
	close(standard);
	for (int i = 0; i < 2; i++)
		close(stop[i]);
	close(log[0]);
}

static void
a_failing_read_keeps_what_came_before(void **state)
{
	/* Reading one's own memory at address 0 fails with EIO on Linux. */
	const char *files[] = {"/proc/self/mem", NULL};
	struct events e;

	(void)state;
	files[1] = events_file(0, STR("good\n"));
	run_both(&e, files, 2, (struct input_options){0});
	assert_int_equal(e.faults, 1);
	assert_int_equal(e.fault[0].kind, INPUT_FAULT_READ);
	assert_int_equal(e.fault[0].error_number, EIO);
	assert_text(&e, "good\n", 5);
	events_release(&e);
}

static void
other_encodings_are_named(void **state)
{
	static const struct {
		struct str bytes;
		const char *what; /* NULL: it is text */
	} file[] = {
		{{"\xff\xfe{\0\n\0", 6}, "UTF-16LE"},
		{{"\xff\xfe", 2}, "UTF-16LE"},
		{{"\xfe\xff\0{\0\n", 6}, "UTF-16BE"},
		{{"\xff\xfe\0\0{\0\0\0", 8}, "UTF-32LE"},
		{{"\0\0\xfe\xff\0\0\0{", 8}, "UTF-32BE"},
		{{"\x28\xb5\x2f\xfd....", 8}, "zstd"},
		{{"\xfd"
		  "7zXZ\0\0",
		  7},
		 "xz"},
		{{"BZh91AY&SY..", 12}, "bzip2"},
		{{"BZh91AY&S", 9}, NULL},
		{{"BZh\n1AY&SY\n", 11}, NULL},
		{{"BZh5 is not bzip2\n", 18}, NULL},
		{{"\xff\n", 2}, NULL},
		{{"\0\0\n", 3}, NULL},
		{{"\x1f\n", 2}, NULL},
		{{"\xef\xbb", 2}, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
		struct events e;

		run_bytes(&e, file[i].bytes, (struct input_options){0});
		assert_int_equal(e.faults, file[i].what != NULL);
		if (file[i].what) {
			assert_int_equal(e.fault[0].kind, INPUT_FAULT_ENCODING);
			assert_string_equal(e.fault[0].what, file[i].what);
			assert_int_equal(e.blocks, 0);
		} else {
			assert_text(&e, file[i].bytes.p, file[i].bytes.n);
		}
		events_release(&e);
	}
}

static void
a_byte_order_mark_is_eaten_once(void **state)
{
	struct events e;
	struct buf gz;

	(void)state;
	run_bytes(&e, STR("\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n"), (struct input_options){0});
	assert_text(&e, "{}\n\xef\xbb\xbf{}\n", 9);
	assert_true(logged(&e, "offset 3 line 1 n 9 first 1 last 1"));
	events_release(&e);
	run_bytes(&e, STR("\xef\xbb\xbf"), (struct input_options){0});
	assert_int_equal(e.log.n, 0);
	events_release(&e);
	buf_init(&gz, 4096);
	gzip_member(&gz, STR("\xef\xbb\xbf{}\n"));
	gz.n -= 3;
	run_bytes(&e, buf_str(&gz), (struct input_options){0});
	assert_text(&e, "{}\n", 3);
	assert_int_equal(e.fault[0].gz.fault, GUNZIP_NO_TRAILER);
	assert_int_equal(e.fault[0].first_unverified, 1);
	events_release(&e);
	buf_release(&gz);
}

static void
output_is_bounded_to_the_byte(void **state)
{
	const struct str text = STR("one\ntwo\nthree\n");
	struct buf gz;

	(void)state;
	buf_init(&gz, 4096);
	gzip_member(&gz, text);
	for (size_t most = 1; most <= text.n + 1; most++) {
		struct input_options o = {.max_output_bytes = most};
		struct events e, packed;
		size_t sound = most < text.n ? whole((struct str){text.p, most}) : text.n;

		run_bytes(&e, text, o);
		run_bytes(&packed, buf_str(&gz), o);
		assert_text(&e, text.p, sound);
		assert_text(&packed, text.p, sound);
		assert_int_equal(e.faults, most < text.n);
		assert_int_equal(packed.faults, e.faults);
		if (e.faults) {
			assert_int_equal(e.fault[0].kind, INPUT_FAULT_OUTPUT);
			assert_int_equal(e.fault[0].torn_bytes, most - sound);
		}
		events_release(&e);
		events_release(&packed);
	}
	buf_release(&gz);
}

static void
an_endless_line_takes_no_memory(void **state)
{
	const char *file = "/dev/zero";
	struct input_options o = {.max_line = 100000, .max_output_bytes = 50 << 20};
	struct events e;

	(void)state;
	run_both(&e, &file, 1, o);
	assert_int_equal(e.faults, 2);
	assert_int_equal(e.fault[0].kind, INPUT_FAULT_LONG_LINE);
	assert_int_equal(e.fault[0].torn_bytes, 50 << 20);
	assert_int_equal(e.fault[0].line, 1);
	assert_int_equal(e.fault[1].kind, INPUT_FAULT_OUTPUT);
	events_release(&e);
}

static void
standard_input_is_read_and_may_be_closed(void **state)
{
	const char *dash = "-", *file = events_file(0, STR("a\nb\n"));
	int saved = dup(STDIN_FILENO), fd = open(file, O_RDONLY);
	const char *both[] = {"-", file};
	struct events e;

	(void)state;
	assert_true(saved > 0 && fd > 0);
	dup2(fd, STDIN_FILENO);
	events_run(&e, NULL, 0, &(struct input_options){.threads = true});
	assert_text(&e, "a\nb\n", 4);
	assert_true(logged(&e, "(standard input)"));
	events_release(&e);
	/* Once read it is at its end, and still open. */
	events_run(&e, &dash, 1, &(struct input_options){0});
	assert_int_equal(e.log.n, 0);
	events_release(&e);
	close(STDIN_FILENO);
	events_run(&e, both, 2, &(struct input_options){.threads = true});
	assert_int_equal(e.fault[0].error_number, EBADF);
	assert_text(&e, "a\nb\n", 4);
	events_release(&e);
	/* The file was not opened as standard input. */
	assert_int_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(fd);
}

static void
progress_counts_what_was_read(void **state)
{
	const struct gzip_file *f = gzip_set_find(&set, "two");
	const char *files[] = {events_file(0, buf_str(&f->bytes)), events_file(1, STR("x\n"))};
	struct input *in = input_new(files, 2, &(struct input_options){.threads = true});
	struct input_block b;
	struct input_fault fault;
	uint64_t done, total;

	(void)state;
	input_progress(in, &done, &total);
	assert_int_equal(done, 0);
	while (input_next(in, &b, &fault) != INPUT_END)
		;
	input_progress(in, &done, &total);
	assert_int_equal(done, f->bytes.n + 2);
	assert_int_equal(total, f->bytes.n + 2);
	input_free(in);
	files[1] = "/dev/null";
	in = input_new(files, 2, &(struct input_options){0});
	assert_int_equal(input_next(in, &b, &fault), INPUT_BLOCK);
	input_progress(in, &done, &total);
	assert_int_equal(total, 0);
	input_free(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damaged_files_give_every_sound_line_and_one_fault),
		cmocka_unit_test(text_without_gzip_is_read_as_it_is),
		cmocka_unit_test(recovery_goes_on_with_whole_lines),
		cmocka_unit_test(a_cut_file_never_loses_a_line_in_silence),
		cmocka_unit_test(a_flipped_bit_changes_no_line_in_silence),
		cmocka_unit_test(lines_of_any_length_are_found_in_any_blocks),
		cmocka_unit_test(what_is_left_grows_until_it_is_used),
		cmocka_unit_test(what_is_left_comes_again_before_a_fault),
		cmocka_unit_test(the_first_block_may_come_behind_a_long_line),
		cmocka_unit_test(what_is_left_may_not_exceed_a_line),
		cmocka_unit_test(each_line_of_a_slow_pipe_comes_at_once),
		cmocka_unit_test(patience_ends_where_nothing_comes),
		cmocka_unit_test(a_file_needs_no_patience),
		cmocka_unit_test(an_input_can_be_left_in_the_middle),
		cmocka_unit_test(bad_operands_do_not_stop_the_others),
		cmocka_unit_test(inputs_may_share_a_stop),
		cmocka_unit_test(a_failing_read_keeps_what_came_before),
		cmocka_unit_test(other_encodings_are_named),
		cmocka_unit_test(a_byte_order_mark_is_eaten_once),
		cmocka_unit_test(output_is_bounded_to_the_byte),
		cmocka_unit_test(an_endless_line_takes_no_memory),
		cmocka_unit_test(standard_input_is_read_and_may_be_closed),
		cmocka_unit_test(progress_counts_what_was_read),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
