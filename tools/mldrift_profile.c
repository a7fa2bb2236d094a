/*
 * mldrift - the reference that columns are compared with: rows, or what --fit left of them.
 */
#include <stdlib.h>

#include "cli_reference.h"
#include "diag.h"
#include "lookup.h"
#include "mldrift.h"
#include "modelfile.h"
#include "xalloc.h"

static const char kind[] = "profile";

struct names {
	struct str *name;
	size_t n, room;
};

static int
keep_name(void *arg, struct str name, struct complaint *c)
{
	struct names *g = arg;

	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->name[i], name))
			return complain(c, STATUS_USAGE, 0, "-g: '%.*s' stands there twice",
					(int)name.n, name.p);
	GROW(g->name, g->n + 1, g->room);
	g->name[g->n++] = name;
	return 0;
}

int
mldrift_profile_begin(struct mldrift *m, const struct plan_column *column, size_t n,
		      struct complaint *c)
{
	struct mldrift_compare *p = &m->compare;
	struct names g = {0};
	struct str *name = xcalloc(n, sizeof *name);
	int status = m->group ? features_each(m->group, keep_name, &g, c) : 0;

	for (size_t i = 0; i < n; i++)
		name[i] = column[i].name;
	p->group_at = xcalloc(g.n, sizeof *p->group_at);
	p->group_value = xcalloc(g.n, sizeof(struct value *));
	for (size_t i = 0; i < g.n && status == 0; i++)
		if (lookup("column", g.name[i], name, n, &p->group_at[i], c) < 0)
			status = STATUS_MISSING;
	if (status == 0) {
		const struct features_request r = {m->features, m->categorical, g.name, g.n};

		profile_init(&p->profile, g.name, g.n, m->season, m->max_groups);
		p->profiled = true;
		for (size_t i = 0; i < n; i++)
			profile_see(&p->profile, name[i]);
		status = features_choose(&p->profile.features, &r, column, n, c);
		if (status == 0 && n && p->profile.features.n == 0)
			status = complain(c, STATUS_USAGE, 0,
					  "the reference has no column to compare, only times, ids "
					  "and groups");
	}
	free(g.name);
	free(name);
	return status;
}

void
mldrift_profile_add(struct mldrift_compare *p, const struct row *row)
{
	for (size_t i = 0; i < p->profile.groups; i++)
		p->group_value[i] = &row->value[p->group_at[i]];
	profile_add(&p->profile, row->value, p->group_value, row->ts);
}

static void
take_reference(void *arg, const struct row *row, uint64_t place)
{
	(void)place;
	mldrift_profile_add(arg, row);
}

int
mldrift_profile_settle(struct mldrift *m, struct complaint *c)
{
	struct mldrift_compare *p = &m->compare;

	if (m->season && p->profile.rows == 0)
		return complain(c, STATUS_USAGE, 0, "--season: no row of the reference has a time");
	profile_settle(&p->profile);
	return 0;
}

int
mldrift_profile_learn(struct mldrift *m, struct complaint *c)
{
	struct cli_reference r;
	const struct plan_column *column;
	size_t n;
	int status = cli_reference_open(&r, m->program, &m->reading, m->reference);

	if (status == 0) {
		column = cli_reference_columns(&r, &n);
		if (mldrift_profile_begin(m, column, n, c) < 0)
			status = EXIT_TROUBLE;
	}
	if (status == 0)
		status = cli_reference_read(&r, 0, m->seed, take_reference, &m->compare);
	if (status != EXIT_TROUBLE && mldrift_profile_settle(m, c) < 0)
		status = EXIT_TROUBLE;
	cli_reference_release(&r);
	return status;
}

/* Profile P, to be released either way, from what --fit left in FILE. */
static int
load(const char *file, struct profile *p, struct complaint *c)
{
	struct complaint inner;
	struct unpack in;
	struct buf bytes;
	int status;

	*p = (struct profile){0};
	buf_init(&bytes, BUF_CAP_MAX);
	status = modelfile_read(file, kind, &bytes, c);
	if (status == 0) {
		unpack_init(&in, buf_str(&bytes));
		status = profile_load(p, &in, UINT32_MAX - 1, &inner);
		if (status < 0)
			complain(c, status, 0, "%.100s: %.130s: make it anew by --fit", file,
				 inner.text);
	}
	buf_release(&bytes);
	return status;
}

static int
check_group(void *arg, struct str name, struct complaint *c)
{
	struct names *left = arg;

	if (left->n && str_eq(left->name[0], name)) {
		left->name++;
		left->n--;
		return 0;
	}
	return complain(c, STATUS_USAGE, 0, "the profile has not '%.*s' there", (int)name.n,
			name.p);
}

/* What a profile holds was settled when it was made: options may only say the same. */
static int
check_profile(const struct mldrift *m, struct complaint *c)
{
	const struct profile *p = &m->compare.profile;
	struct names left = {p->group, p->groups, 0};
	int status = 0;

	if (m->features || m->categorical)
		return complain(c, STATUS_USAGE, 0,
				"%s: %s is chosen when a profile is made (--fit)", m->reference,
				m->features ? "--features" : "--categorical");
	if (m->group)
		status = features_each(m->group, check_group, &left, c);
	if (status < 0 || (m->group && left.n))
		return complain(c, STATUS_USAGE, 0,
				"%s: the profile was made with another -g than '%s'", m->reference,
				m->group);
	if (m->season && m->season != p->season)
		return complain(c, STATUS_USAGE, 0, "%s: the profile was made with %s --season",
				m->reference, p->season ? "another" : "no");
	if (p->season && !m->compare.request.size)
		return complain(c, STATUS_USAGE, 0,
				"%s: a profile with a season is compared by windows (-w)",
				m->reference);
	return 0;
}

int
mldrift_profile_merge(struct mldrift *m, struct complaint *c)
{
	struct profile *p = &m->compare.profile, more;
	int status = load(m->files.item[0], p, c);

	m->compare.profiled = true;
	for (size_t i = 1; i < m->files.n && status == 0; i++) {
		struct complaint inner;

		status = load(m->files.item[i], &more, c);
		if (status == 0 && profile_merge(p, &more, &inner) < 0)
			status = complain(c, STATUS_USAGE, 0,
					  "%.90s and %.90s do not go together: %.50s",
					  m->files.item[0], m->files.item[i], inner.text);
		profile_release(&more);
	}
	return status;
}

int
mldrift_profile_write(struct mldrift *m)
{
	struct pack out;
	int status;

	pack_init(&out);
	profile_condense(&m->compare.profile);
	profile_save(&m->compare.profile, &out);
	status = modelfile_write(m->fit, kind, buf_str(&out.bytes));
	pack_release(&out);
	if (status == 0)
		return EXIT_DONE;
	if (status == STATUS_LIMIT)
		diag("%s: the profile is too large to be written", m->fit);
	else
		diag_errno("cannot write %s", m->fit);
	return EXIT_TROUBLE;
}

int
mldrift_profile_load(struct mldrift *m, struct complaint *c)
{
	m->compare.profiled = true;
	if (load(m->reference, &m->compare.profile, c) < 0 || check_profile(m, c) < 0)
		return STATUS_USAGE;
	return 0;
}
