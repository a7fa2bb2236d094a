/* scan - the part of each file that another run has not read. */
#include "scan_internal.h"

static const struct scan_range everything = {0, UINT64_MAX};

/* Operands are known by where their names stand. */
static size_t
number_of(const struct scan *s, const char *file)
{
	size_t i = 0;

	while (i < s->options.files && s->options.file[i] != file)
		i++;
	return i;
}

static const struct scan_range *
range_of(const struct scan *s, const char *file)
{
	size_t i = number_of(s, file);

	return s->options.range && i < s->options.files ? &s->options.range[i] : &everything;
}

bool
scan_range_leaves_out(const struct scan *s, const char *file, uint64_t offset)
{
	const struct scan_range *r = range_of(s, file);

	return offset < r->from || offset >= r->until;
}

/* A header may stand in the first block, so that is read record by record. */
void
scan_range_pass(struct scan *s)
{
	const struct scan_range *r = range_of(s, s->block.file);
	uint64_t at = s->block.offset + s->at;

	if (at < r->until && (s->block.first || s->block.offset + s->block.n > r->from))
		return;
	for (const char *p = s->block.p + s->at, *end = s->block.p + s->block.n; p < end; p++) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (!p)
			break;
		s->lines++;
	}
	s->at = s->block.n;
}

size_t
scan_position(const struct scan *s, uint64_t *offset)
{
	*offset = s->block.offset + s->at;
	return s->ended || !s->block.file ? s->options.files : number_of(s, s->block.file);
}
