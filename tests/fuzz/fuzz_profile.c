/*
 * Profiles: what loads is saved as it would be again, merges with itself, and sums.  And the
 * file around models and profiles.  A byte of options, the bytes.
 */
#include "feed.h"
#include "fuzz.h"
#include "hash.h"
#include "modelfile.h"
#include "profile.h"

enum { FILE_TOO = 1, MENDED = 2, GROUPS_MOST = 100, SUM_BYTES = 8 };

static void
save(const struct profile *p, struct buf *out)
{
	struct pack pack;

	pack_init(&pack);
	profile_save(p, &pack);
	buf_add(out, pack.bytes.p, pack.bytes.n);
	pack_release(&pack);
}

static bool
load(struct profile *p, struct str bytes)
{
	struct unpack in;
	struct complaint c = {.text = ""};
	int status;

	unpack_init(&in, bytes);
	status = profile_load(p, &in, GROUPS_MOST, &c);
	HOLD(status == 0 || c.text[0]);
	return status == 0;
}

static void
hold_parts(const struct profile *p)
{
	for (uint32_t k = 0; k <= group_n(&p->keys) && p->settled; k++) {
		struct profile_part part;
		size_t first, n = profile_hours(p, 0, TIMESTAMP_DAY, &first);

		HOLD(first < p->phases && n <= p->phases);
		profile_sum(p, k, first, n, &part);
		for (size_t i = 0; i < part.columns; i++)
			for (size_t j = 0; j < part.column[i].cells; j++)
				HOLD(part.column[i].cell[j].low <= part.column[i].cell[j].high);
		profile_part_release(&part);
	}
}

static void
hold_profile(struct str bytes)
{
	struct profile p, again;
	struct complaint c;
	struct buf once, twice;

	buf_init(&once, BUF_CAP_MAX);
	buf_init(&twice, BUF_CAP_MAX);
	if (load(&p, bytes)) {
		save(&p, &once);
		HOLD(load(&again, buf_str(&once)));
		save(&again, &twice);
		HOLD_SAME(buf_str(&once), buf_str(&twice));
		hold_parts(&p);
		HOLD(profile_merge(&p, &again, &c) == 0);
		HOLD(p.rows == 2 * again.rows);
		profile_release(&again);
	}
	profile_release(&p);
	buf_release(&once);
	buf_release(&twice);
}

/* BYTES as a file; MEND: with the checksum that it should have. */
static void
hold_file(struct str bytes, bool mend)
{
	struct complaint c = {.text = ""};
	struct buf file, payload;
	const char *name;
	uint64_t sum;

	buf_init(&file, BUF_CAP_MAX);
	buf_init(&payload, BUF_CAP_MAX);
	buf_add(&file, bytes.p, bytes.n);
	if (mend && file.n >= SUM_BYTES) {
		sum = hash_stable(STR_N(file.p, file.n - SUM_BYTES));
		for (size_t i = file.n - SUM_BYTES; i < file.n; i++, sum >>= 8)
			file.p[i] = (char)(sum & 0xff);
	}
	name = feed_file(0, buf_str(&file));
	(void)modelfile_is(name);
	if (modelfile_read(name, "profile", &payload, &c) == 0)
		hold_profile(buf_str(&payload));
	else
		HOLD(c.text[0]);
	buf_release(&file);
	buf_release(&payload);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&rest);

	if (choice & FILE_TOO)
		hold_file(rest, choice & MENDED);
	else
		hold_profile(rest);
	return 0;
}
