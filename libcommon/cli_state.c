#include "cli_state.h"

#include <stdlib.h>
#include <unistd.h>

#include "diag.h"
#include "statefile.h"
#include "token.h"
#include "xalloc.h"

/* Files that were rotated away long ago are forgotten. */
enum { FILES_REMEMBERED = 1000 };

static bool
is_standard_input(const char *name)
{
	return strcmp(name, "-") == 0;
}

static size_t
add_known(struct cli_state *s, struct position p)
{
	GROW(s->known, s->n + 1, s->room);
	s->known[s->n] = p;
	return s->n++;
}

static int
damaged(const struct cli_state *s)
{
	diag("%s is damaged: a line of it makes no sense", s->path);
	return EXIT_TROUBLE;
}

/* The lines "file OFFSET HASH" at the start of the text. */
static int
take_files(struct cli_state *s)
{
	s->lines = buf_str(&s->text);
	while (str_starts(s->lines, STR("file\t"))) {
		struct str line = token_until(&s->lines, '\n');
		struct position p;

		token_until(&line, '\t');
		if (!token_take_hex(&line, &p.offset) || !token_take(&line, '\t') ||
		    !token_take_hex(&line, &p.hash) || line.n)
			return damaged(s);
		add_known(s, p);
	}
	return 0;
}

/*
 * Where to go on in file I.  Its end is known from then on, so that a second copy of it
 * (just being compressed) is not read again.  Of a file that cannot be read it is not
 * known, and its rows might be taken twice.
 */
static int
find_file(struct cli_state *s, size_t i)
{
	struct cli_state_file *f = &s->file[i];
	struct position_search found;

	*f = (struct cli_state_file){SIZE_MAX, SIZE_MAX, false};
	s->range[i] = (struct scan_range){0, UINT64_MAX};
	if (is_standard_input(s->files->item[i]))
		return 0;
	if (position_find(s->files->item[i], s->known, s->n, s->recover, &found) < 0) {
		diag_errno("%s", s->files->item[i]);
		return EXIT_TROUBLE;
	}
	f->before = found.found;
	f->unended = found.unended;
	f->after = add_known(s, found.end);
	s->range[i].until = found.end.offset;
	if (found.found != SIZE_MAX)
		s->range[i].from = s->known[found.found].offset;
	return 0;
}

int
cli_state_open(struct cli_state *s, const char *path, const char *version,
	       const struct cli_list *files, bool recover)
{
	struct complaint c;
	int got;

	*s = (struct cli_state){.path = path,
				.version = version,
				.files = files,
				.recover = recover,
				.file = xcalloc(files->n, sizeof *s->file),
				.range = xcalloc(files->n, sizeof *s->range)};
	buf_init(&s->text, BUF_CAP_MAX);
	s->lock = statefile_lock(path, &c);
	got = s->lock < 0 ? s->lock : statefile_read(path, version, &s->text, &c);
	if (got < 0) {
		diag("%s", c.text);
		return EXIT_TROUBLE;
	}
	s->loaded = got == 1;
	if (take_files(s) != 0)
		return EXIT_TROUBLE;
	for (size_t i = 0; i < files->n; i++)
		if (find_file(s, i) != 0)
			return EXIT_TROUBLE;
	return 0;
}

void
cli_state_release(struct cli_state *s)
{
	if (!s->path)
		return;
	buf_release(&s->text);
	free(s->known);
	free(s->file);
	free(s->range);
	if (s->lock >= 0)
		close(s->lock);
}

size_t
cli_state_file(const struct cli_state *s, const char *file)
{
	size_t i = 0;

	while (i < s->files->n && s->files->item[i] != file)
		i++;
	return i;
}

static void
put_file(struct buf *out, struct position p)
{
	if (p.offset)
		buf_addf(out, "file\t%llx\t%llx\n", (unsigned long long)p.offset,
			 (unsigned long long)p.hash);
}

/* What was known before, but for what this run's files went on from. */
static void
put_others(const struct cli_state *s, size_t at, struct buf *out)
{
	size_t before = s->n;

	for (size_t i = 0; i < s->files->n; i++)
		if (s->file[i].after < before)
			before = s->file[i].after;
	for (size_t k = 0; k < before && k < FILES_REMEMBERED; k++) {
		bool replaced = false;

		for (size_t i = 0; i <= at && i < s->files->n; i++)
			replaced |= s->file[i].before == k;
		if (!replaced)
			put_file(out, s->known[k]);
	}
}

int
cli_state_save(struct cli_state *s, size_t at, uint64_t offset, struct str lines)
{
	struct position p;
	struct buf out;
	int status = 0;

	buf_init(&out, BUF_CAP_MAX);
	for (size_t i = 0; i < at && i < s->files->n; i++)
		if (s->file[i].after != SIZE_MAX)
			put_file(&out, s->known[s->file[i].after]);
	if (at < s->files->n && !is_standard_input(s->files->item[at])) {
		if (position_at(s->files->item[at], offset, s->recover, &p))
			put_file(&out, p);
		else
			status = STATUS_IO;
	}
	put_others(s, at, &out);
	buf_add(&out, lines.p, lines.n);
	if (status == 0)
		status = statefile_write(s->path, s->version, buf_str(&out));
	if (status < 0)
		diag_errno("cannot save %s", s->path);
	buf_release(&out);
	return status < 0 ? EXIT_TROUBLE : 0;
}
