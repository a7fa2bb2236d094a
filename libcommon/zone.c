#include "zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "slurp.h"
#include "xalloc.h"
#include "zone_parts.h"

enum {
	FILE_MAX = 1 << 18,
	NAME_MAX_BYTES = 100,
	/* No offset differs from UTC by more (RFC 8536). */
	FARTHEST = 26 * 3600,
};

size_t
zone_read_offset(struct str s, int32_t *offset)
{
	unsigned digit[4] = {0, 0, 0, 0}, count = 0;
	size_t i = 1;

	if (s.n && (*s.p == 'Z' || *s.p == 'z')) {
		*offset = 0;
		return 1;
	}
	if (s.n < 3 || (*s.p != '+' && *s.p != '-'))
		return 0;
	for (; i < s.n && count < 4; i++) {
		if (s.p[i] == ':' && count == 2 && i == 3)
			continue;
		if (s.p[i] < '0' || s.p[i] > '9')
			break;
		digit[count++] = (unsigned)(s.p[i] - '0');
	}
	if (count != 4 && (count != 2 || i != 3))
		return 0;
	if (digit[0] * 10 + digit[1] > 23 || digit[2] > 5)
		return 0;
	*offset = (int32_t)(digit[0] * 36000 + digit[1] * 3600 + digit[2] * 600 + digit[3] * 60);
	if (*s.p == '-')
		*offset = -*offset;
	return i;
}

/* Letters, digits and the marks of zone names; nothing that leaves the folder. */
static bool
is_safe(const char *name)
{
	if (*name == '/' || *name == '.' || *name == '\0' || strstr(name, "/.") ||
	    strlen(name) > NAME_MAX_BYTES)
		return false;
	for (; *name; name++)
		if (!((*name | 32) >= 'a' && (*name | 32) <= 'z') &&
		    !(*name >= '0' && *name <= '9') && !strchr("/_+-.", *name))
			return false;
	return true;
}

/* The zone in the file at PATH; NULL with C filled or, if there is no file, empty. */
static struct zone *
read_zone(const char *path, struct complaint *c)
{
	struct zone *z = NULL;
	struct complaint why;
	struct buf bytes;
	int status;

	c->text[0] = '\0';
	buf_init(&bytes, FILE_MAX);
	status = slurp(path, &bytes);
	if (status == STATUS_IO && errno != ENOENT)
		complain(c, status, 0, "%s: %s", path, strerror(errno));
	else if (status == STATUS_LIMIT)
		complain(c, status, 0, "%s: too long for a time zone", path);
	else if (status == 0 && !(z = zone_parse(buf_str(&bytes), &why)))
		complain(c, STATUS_DAMAGED, 0, "%s: %s", path, why.text);
	buf_release(&bytes);
	return z;
}

static const char *const folders[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
				      "/usr/share/lib/zoneinfo", "/etc/zoneinfo", NULL};

const char *
zone_folder(size_t i)
{
	return folders[i];
}

struct zone *
zone_find(const char *const *folder, const char *name, struct complaint *c)
{
	bool any = false;

	for (; *folder; folder++) {
		char path[NAME_MAX_BYTES + 32];
		struct zone *z;

		snprintf(path, sizeof path, "%s/%s", *folder, name);
		z = read_zone(path, c);
		if (z || c->text[0])
			return z;
		any |= access(*folder, X_OK) == 0;
	}
	if (any)
		complain(c, STATUS_MISSING, 0, "there is no time zone \"%s\"", name);
	else
		complain(c, STATUS_MISSING, 0,
			 "time zone \"%s\": this system has no zone data (package tzdata)", name);
	return NULL;
}

struct zone *
zone_new(const char *name, struct complaint *c)
{
	int32_t offset = 0;
	size_t n = strlen(name);

	if (strcmp(name, "UTC") != 0 &&
	    (n == 0 || zone_read_offset(STR_N(name, n), &offset) != n)) {
		if (is_safe(name))
			return zone_find(folders, name, c);
		complain(c, STATUS_SYNTAX, 0,
			 "not a time zone; wanted is UTC, +05:45 or a name such as Europe/Berlin");
		return NULL;
	}
	struct zone *z = xcalloc(1, sizeof *z);

	z->first = offset;
	return z;
}

void
zone_free(struct zone *z)
{
	if (!z)
		return;
	free(z->at);
	free(z->offset);
	free(z);
}

struct zone_span
zone_span(const struct zone *z, int64_t t)
{
	struct zone_span s = {INT64_MIN, INT64_MAX, z->first};
	size_t low = 0, high = z->n; /* the changes before LOW are not after T */

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (z->at[middle] <= t)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == z->n && z->has_rule)
		s = zone_rule_span(&z->rule, t);
	else if (low > 0)
		s.offset = z->offset[low - 1];
	if (low > 0 && s.from < z->at[low - 1])
		s.from = z->at[low - 1];
	if (low < z->n)
		s.until = z->at[low];
	return s;
}

int32_t
zone_offset(const struct zone *z, int64_t t)
{
	return zone_span(z, t).offset;
}

int64_t
zone_to_utc(const struct zone *z, int64_t t, enum zone_twist *twist)
{
	struct zone_span before = zone_span(z, t - FARTHEST), s;
	enum zone_twist kind = ZONE_PLAIN;

	/* The first span, from well before T on, whose end lies behind T. */
	s = before;
	while (t - s.offset >= s.until) {
		before = s;
		s = zone_span(z, s.until);
	}
	if (t - s.offset < s.from) {
		/* Already over when the span begins: the clock jumped past T. */
		kind = ZONE_GAP;
		s = before;
	} else if (s.until <= t + FARTHEST) {
		struct zone_span next = zone_span(z, s.until);

		if (t - next.offset >= next.from)
			kind = ZONE_FOLD;
	}
	if (twist)
		*twist = kind;
	return t - s.offset;
}
