/*
 * gunzip: members, every kind of damage, recovery; the oracle is zlib's own gzip
 * reader (inflate with windowBits 31), whatever backend gunzip was built with.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gunzip.h"
#include "gzip_files.h"

enum { FAULTS = 8 };

/* Everything that came out of a stream. */
struct outcome {
	struct buf out;
	size_t faults;
	struct gunzip_state fault[FAULTS];
	size_t fault_at[FAULTS]; /* bytes that came before it */
	struct gunzip_state end;
};

/* Piece sizes from R (NULL: all at once). */
static size_t
piece(struct rng *r, size_t all)
{
	static const size_t most[] = {1, 2, 9, 100, 5000, 100000};

	if (!r)
		return all;
	return 1 + rng_below(r, most[rng_below(r, sizeof most / sizeof most[0])]);
}

static void
run(struct gunzip *z, struct str s, struct rng *r, struct outcome *o)
{
	size_t at = 0, nout = 1 << 16, idle = 0;
	int status = 1;

	*o = (struct outcome){0};
	buf_init(&o->out, BUF_CAP_MAX);
	while (status) {
		size_t used, made, room = piece(r, nout), n = piece(r, s.n - at);
		/* Exactly as large as it says, so that a sanitizer sees the end. */
		unsigned char *in = malloc(n ? n : 1), *out = malloc(room);

		if (n > s.n - at)
			n = s.n - at;
		if (n)
			memcpy(in, s.p + at, n);
		status = gunzip_run(z, in, n, at + n == s.n, &used, out, room, &made);
		assert_true(used <= n && made <= room);
		at += used;
		buf_add(&o->out, (char *)out, made);
		idle = used || made || status < 0 ? 0 : idle + 1;
		assert_true(idle < 3);
		if (status == STATUS_DAMAGED) {
			assert_true(o->faults < FAULTS);
			o->fault_at[o->faults] = o->out.n;
			o->fault[o->faults++] = *gunzip_state(z);
		}
		free(in);
		free(out);
	}
	o->end = *gunzip_state(z);
	assert_int_equal(o->end.out, o->out.n);
}

static void
decode(struct str s, bool recover, struct rng *r, struct outcome *o)
{
	struct gunzip *z = gunzip_new(recover, 0);

	run(z, s, r, o);
	gunzip_free(z);
}

static void
assert_same_bytes(const char *what, struct str a, struct str b)
{
	if (!str_eq(a, b))
		fail_msg("%s: %zu bytes made, %zu expected", what, a.n, b.n);
}

static void
assert_same_fault(const struct gunzip_state *a, const struct gunzip_state *b)
{
	assert_int_equal(a->fault, b->fault);
	assert_int_equal(a->member, b->member);
	assert_int_equal(a->member_byte, b->member_byte);
	assert_int_equal(a->member_out, b->member_out);
	assert_int_equal(a->out, b->out);
	assert_int_equal(a->fault_byte, b->fault_byte);
	assert_int_equal(a->garbage, b->garbage);
	assert_int_equal(a->crc_expected, b->crc_expected);
	assert_int_equal(a->crc_computed, b->crc_computed);
	assert_int_equal(a->length_expected, b->length_expected);
	assert_int_equal(a->length_computed, b->length_computed);
}

static void
assert_same_outcome(const char *what, const struct outcome *a, const struct outcome *b)
{
	assert_same_bytes(what, buf_str(&a->out), buf_str(&b->out));
	assert_int_equal(a->faults, b->faults);
	for (size_t i = 0; i < a->faults; i++) {
		assert_int_equal(a->fault_at[i], b->fault_at[i]);
		assert_same_fault(&a->fault[i], &b->fault[i]);
	}
}

static struct gzip_set set;

static int
make_set(void **state)
{
	(void)state;
	gzip_set_init(&set);
	return 0;
}

static int
free_set(void **state)
{
	(void)state;
	gzip_set_release(&set);
	return 0;
}

static void
check_fault(const struct gzip_file *f, const struct outcome *o, enum gunzip_fault by_oracle)
{
	const struct gunzip_state *st = &o->fault[0];

	assert_int_equal(o->faults, f->fault != GUNZIP_OK);
	if (f->fault == GUNZIP_OK)
		return;
	assert_int_equal(st->member, f->member);
	assert_int_equal(o->fault_at[0], o->out.n);
	if (f->fault == GUNZIP_BAD_CRC && by_oracle == GUNZIP_BAD_DATA) {
		assert_int_equal(st->fault, GUNZIP_BAD_DATA);
		return;
	}
	assert_int_equal(st->fault, f->fault);
	assert_int_equal(st->fault_byte, f->fault_byte);
	if (f->fault == GUNZIP_GARBAGE)
		assert_int_equal(st->garbage, f->bytes.n - f->fault_byte);
}

static void
twenty_files_give_what_zlib_gives_and_say_what_is_wrong(void **state)
{
	(void)state;
	assert_int_equal(set.n, GZIP_FILES);
	for (size_t i = 0; i < set.n; i++) {
		const struct gzip_file *f = &set.file[i];
		enum gunzip_fault by_oracle;
		struct outcome o;
		struct buf expected;

		buf_init(&expected, BUF_CAP_MAX);
		by_oracle = gzip_oracle(buf_str(&f->bytes), &expected);
		decode(buf_str(&f->bytes), false, NULL, &o);
		assert_same_bytes(f->name, buf_str(&o.out), buf_str(&expected));
		assert_int_equal(by_oracle == GUNZIP_OK, f->fault == GUNZIP_OK);
		check_fault(f, &o, by_oracle);
		if (f->fault == GUNZIP_OK && f->bytes.n)
			assert_same_bytes(f->name, buf_str(&o.out), buf_str(&set.log));
		buf_release(&expected);
		buf_release(&o.out);
	}
}

static void
recovery_brings_the_sound_members_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < set.n; i++) {
		const struct gzip_file *f = &set.file[i];
		struct outcome plain, o;

		decode(buf_str(&f->bytes), false, NULL, &plain);
		decode(buf_str(&f->bytes), true, NULL, &o);
		if (f->recovers)
			buf_add(&plain.out, set.log.p + f->recovered_from,
				set.log.n - f->recovered_from);
		assert_same_bytes(f->name, buf_str(&o.out), buf_str(&plain.out));
		assert_int_equal(o.faults, f->fault != GUNZIP_OK);
		if (f->recovers)
			assert_int_equal(o.end.member, 2);
		buf_release(&plain.out);
		buf_release(&o.out);
	}
}

static void
a_wrong_magic_is_named_as_the_header_that_it_is(void **state)
{
	const struct gzip_file *f = gzip_set_find(&set, "two_badmagic2");
	struct outcome o;

	(void)state;
	decode(buf_str(&f->bytes), true, NULL, &o);
	assert_int_equal(o.fault[0].fault, GUNZIP_BAD_HEADER);
	assert_int_equal(o.fault[0].member, 2);
	assert_int_equal(o.fault[0].member_byte, f->fault_byte);
	assert_int_equal(o.fault_at[0], set.half);
	buf_release(&o.out);
}

static void
pieces_of_any_size_change_nothing(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 11);
	for (size_t i = 0; i < 4 * set.n; i++) {
		const struct gzip_file *f = &set.file[i / 4];
		struct outcome whole, pieces;

		decode(buf_str(&f->bytes), i % 2, NULL, &whole);
		decode(buf_str(&f->bytes), i % 2, &r, &pieces);
		assert_same_outcome(f->name, &pieces, &whole);
		buf_release(&whole.out);
		buf_release(&pieces.out);
	}
}

/* Two members of a few lines each. */
static void
small_file(struct buf *b, struct buf *text, size_t *first)
{
	struct str s;

	buf_init(b, BUF_CAP_MAX);
	buf_init(text, BUF_CAP_MAX);
	gzip_log(text, 12, 3);
	s = buf_str(text);
	gzip_member(b, (struct str){s.p, s.n / 3});
	*first = b->n;
	gzip_member(b, (struct str){s.p + s.n / 3, s.n - s.n / 3});
}

static void
a_file_cut_anywhere_gives_all_that_is_there_and_says_so(void **state)
{
	struct buf b, text;
	size_t first;

	(void)state;
	small_file(&b, &text, &first);
	for (size_t n = 0; n <= b.n; n++) {
		struct str cut = {b.p, n};
		struct outcome o, recovered;
		struct buf expected;
		bool sound;

		buf_init(&expected, BUF_CAP_MAX);
		sound = gzip_oracle(cut, &expected) == GUNZIP_OK;
		decode(cut, false, NULL, &o);
		decode(cut, true, NULL, &recovered);
		assert_same_bytes("cut", buf_str(&o.out), buf_str(&expected));
		assert_int_equal(sound, n == 0 || n == first || n == b.n);
		assert_int_equal(o.faults, !sound);
		if (!sound) {
			size_t end = n > first ? b.n : first;

			assert_int_equal(o.fault[0].fault,
					 n + 8 >= end ? GUNZIP_NO_TRAILER : GUNZIP_TRUNCATED);
			assert_int_equal(o.fault[0].fault_byte, n);
			assert_int_equal(o.fault[0].member, n > first ? 2 : 1);
		}
		assert_same_outcome("cut, recovered", &recovered, &o);
		buf_release(&expected);
		buf_release(&o.out);
		buf_release(&recovered.out);
	}
	buf_release(&b);
	buf_release(&text);
}

static void
no_flipped_bit_goes_unnoticed(void **state)
{
	struct buf b, text;
	struct rng r;
	size_t first, noticed = 0;

	(void)state;
	rng_seed(&r, 5);
	small_file(&b, &text, &first);
	for (size_t bit = 0; bit < b.n * 8; bit++) {
		struct outcome o;

		b.p[bit / 8] ^= (char)(1 << bit % 8);
		decode(buf_str(&b), bit % 3 == 0, bit % 2 ? &r : NULL, &o);
		b.p[bit / 8] ^= (char)(1 << bit % 8);
		noticed += o.faults > 0;
		if (!o.faults)
			assert_same_bytes("flipped", buf_str(&o.out), buf_str(&text));
		buf_release(&o.out);
	}
	/* Only the time, the extra flags and the system of a header may be anything. */
	assert_in_range(noticed, (b.n - 2 * 7) * 8, (b.n - 2 * 6) * 8);
	buf_release(&b);
	buf_release(&text);
}

/* Members of all kinds of deflate data, some of them empty. */
static void
many_members(struct buf *b, struct buf *text, uint64_t *byte, size_t n)
{
	static const int strategy[] = {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE};
	struct rng r;

	rng_seed(&r, 23);
	buf_init(b, BUF_CAP_MAX);
	buf_init(text, BUF_CAP_MAX);
	for (size_t i = 0; i < n; i++) {
		size_t from = text->n;

		byte[i] = b->n;
		if (i % 5)
			gzip_log(text, rng_below(&r, i % 11 ? 40 : 4000), i);
		/* Cut in mid-line, so that lengths are of all kinds. */
		text->n -= text->n > from ? rng_below(&r, 50) : 0;
		gzip_deflate(b, (struct str){text->p ? text->p + from : "", text->n - from},
			     GZIP_WHOLE, (int)rng_below(&r, 10), strategy[rng_below(&r, 4)]);
	}
}

static void
positions_of_members_are_exact(void **state)
{
	enum { MEMBERS = 60 };
	uint64_t byte[MEMBERS];
	struct buf b, text;

	(void)state;
	many_members(&b, &text, byte, MEMBERS);
	for (size_t step = 1; step < 200000; step = step * 7 + 1) {
		struct gunzip *z = gunzip_new(false, 0);
		unsigned char out[4096];
		size_t at = 0, sum = 0;
		int status = 1;

		while (status == 1) {
			size_t used, made, n = b.n - at < step ? b.n - at : step;

			status = gunzip_run(z, (unsigned char *)b.p + at, n, at + n == b.n, &used,
					    out, sizeof out, &made);
			assert_true(made == 0 || memcmp(out, text.p + sum, made) == 0);
			at += used;
			sum += made;
			if (gunzip_state(z)->member)
				assert_int_equal(gunzip_state(z)->member_byte,
						 byte[gunzip_state(z)->member - 1]);
		}
		assert_int_equal(status, 0);
		assert_int_equal(sum, text.n);
		assert_int_equal(gunzip_state(z)->member, MEMBERS);
		gunzip_free(z);
	}
	buf_release(&b);
	buf_release(&text);
}

/* Damage far inside long data, behind many places where zlib could begin. */
static void
damage_in_long_data_is_judged_as_by_zlib(void **state)
{
	static const int strategy[] = {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY};
	struct rng r;
	struct buf text;

	(void)state;
	rng_seed(&r, 41);
	buf_init(&text, BUF_CAP_MAX);
	gzip_log(&text, 25000, 99);
	for (int i = 0; i < 16; i++) {
		struct buf b, expected;
		enum gunzip_fault by_oracle;
		struct outcome o;
		size_t at;

		buf_init(&b, BUF_CAP_MAX);
		buf_init(&expected, BUF_CAP_MAX);
		gzip_deflate(&b, buf_str(&text), GZIP_WHOLE, i % 4 == 3 ? 0 : 1, strategy[i % 3]);
		at = b.n / 2 + rng_below(&r, b.n / 2 - 9);
		if (i % 2)
			b.n = at;
		else
			memset(b.p + at, 0xff, 6);
		by_oracle = gzip_oracle(buf_str(&b), &expected);
		decode(buf_str(&b), false, &r, &o);
		assert_same_bytes("long", buf_str(&o.out), buf_str(&expected));
		assert_int_equal(o.faults, 1);
		assert_int_equal(o.fault[0].fault, by_oracle);
		buf_release(&b);
		buf_release(&expected);
		buf_release(&o.out);
	}
	buf_release(&text);
}

/* One fixed block of N literals 'x' (RFC 1951, 3.2.6), and then its end. */
static void
one_long_block(struct buf *b, size_t n)
{
	unsigned bits = 3, held = 3; /* final block, fixed codes: 1, 01 */
	unsigned code = 0x30 + 'x', reversed = 0;

	for (int i = 0; i < 8; i++)
		reversed |= (code >> i & 1) << (7 - i);
	buf_add(b, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
	for (size_t i = 0; i < n; i++) {
		bits |= reversed << held;
		buf_addc(b, (char)(bits & 0xff));
		bits >>= 8;
	}
	/* End of block: seven zero bits. */
	buf_addc(b, (char)(bits & 0xff));
	buf_addc(b, '\0');
}

static void
a_block_longer_than_what_is_kept_is_read_all_the_same(void **state)
{
	enum { LONG = 6 << 20 };
	struct buf b, text;
	struct outcome o;
	struct str all;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	assert_int_equal(buf_reserve(&text, LONG), 0);
	memset(text.p, 'x', LONG);
	all = (struct str){text.p, LONG};
	one_long_block(&b, LONG);
	gzip_add32(&b, (uint32_t)crc32(0, (const Bytef *)all.p, LONG));
	gzip_add32(&b, LONG);
	decode(buf_str(&b), false, NULL, &o);
	assert_int_equal(o.faults, 0);
	assert_same_bytes("long block", buf_str(&o.out), all);
	buf_release(&o.out);
	b.n -= 10 + (1 << 20);
	decode(buf_str(&b), false, NULL, &o);
	assert_int_equal(o.fault[0].fault, GUNZIP_TRUNCATED);
	/* Three bits of the last literal are gone with the end. */
	assert_int_equal(o.out.n, LONG - (1 << 20) - 1);
	buf_release(&o.out);
	buf_release(&b);
	buf_release(&text);
}

static void
zeros_may_stand_between_members(void **state)
{
	struct buf b;
	struct outcome o;

	(void)state;
	buf_init(&b, 4096);
	gzip_member(&b, STR("one\n"));
	buf_add(&b, "\0\0\0", 3);
	gzip_member(&b, STR("two\n"));
	decode(buf_str(&b), false, NULL, &o);
	assert_int_equal(o.faults, 0);
	assert_same_bytes("zeros", buf_str(&o.out), STR("one\ntwo\n"));
	buf_release(&o.out);
	buf_release(&b);
}

static void
headers_that_may_not_be_are_refused(void **state)
{
	static const struct {
		size_t at;
		char c;
	} wrong[] = {{0, 'x'}, {1, 'x'}, {2, 7}, {3, 0x20}, {3, (char)0x80}};
	struct buf b;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct outcome o;

		buf_init(&b, 4096);
		gzip_member(&b, STR("one\n"));
		b.p[wrong[i].at] = wrong[i].c;
		decode(buf_str(&b), false, NULL, &o);
		assert_int_equal(o.fault[0].fault, GUNZIP_BAD_HEADER);
		assert_int_equal(o.fault[0].fault_byte, wrong[i].at);
		assert_int_equal(o.out.n, 0);
		buf_release(&o.out);
		decode(buf_str(&b), true, NULL, &o);
		assert_int_equal(o.faults, 1);
		assert_same_bytes("lenient", buf_str(&o.out), STR("one\n"));
		buf_release(&o.out);
		buf_release(&b);
	}
}

/* Garbage with the magic in it, a member that is itself damaged, then a sound one. */
static void
false_candidates_yield_nothing(void **state)
{
	struct buf b;
	struct outcome o;
	size_t damaged;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	gzip_member(&b, STR("sound\n"));
	buf_add(&b, "junk\x1f\x8b\x08\0junk\x1f\x8b\x08\x04\xff\xff", 18);
	damaged = b.n;
	gzip_member(&b, STR("spoilt, spoilt, spoilt\n"));
	b.p[b.n - 6] ^= 1;
	gzip_member(&b, STR("sound again\n"));
	decode(buf_str(&b), true, NULL, &o);
	assert_same_bytes("candidates", buf_str(&o.out), STR("sound\nsound again\n"));
	assert_int_equal(o.faults, 1);
	assert_int_equal(o.fault[0].fault, GUNZIP_GARBAGE);
	assert_true(o.fault[0].garbage > damaged - o.fault[0].fault_byte);
	assert_int_equal(o.end.member, 2);
	assert_int_equal(o.end.member_out, 6);
	buf_release(&o.out);
	buf_release(&b);
}

static void
a_found_member_too_long_to_hold_comes_unverified(void **state)
{
	enum { LONG = 70 << 20 };
	struct buf b, text;
	struct outcome o;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	assert_int_equal(buf_reserve(&text, LONG), 0);
	memset(text.p, '\n', LONG);
	gzip_deflate(&b, (struct str){text.p, LONG}, GZIP_WHOLE, 1, Z_RLE);
	b.p[1] = 'x';
	b.p[b.n - 8] ^= 1;
	decode(buf_str(&b), true, NULL, &o);
	assert_int_equal(o.faults, 2);
	assert_int_equal(o.fault[0].fault, GUNZIP_BAD_HEADER);
	assert_int_equal(o.fault[1].fault, GUNZIP_BAD_CRC);
	assert_int_equal(o.out.n, LONG);
	buf_release(&o.out);
	buf_release(&b);
	buf_release(&text);
}

static void
a_bomb_is_stopped_by_its_ratio(void **state)
{
	enum { LONG = 8 << 20 };
	struct buf b, text;
	struct gunzip *z = gunzip_new(false, 100);
	struct outcome o;

	(void)state;
	buf_init(&b, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	assert_int_equal(buf_reserve(&text, LONG), 0);
	memset(text.p, 0, LONG);
	gzip_member(&b, (struct str){text.p, LONG});
	run(z, buf_str(&b), NULL, &o);
	assert_int_equal(o.faults, 1);
	assert_int_equal(o.fault[0].fault, GUNZIP_RATIO);
	assert_in_range(o.out.n, 1 << 20, 3 << 20);
	gunzip_free(z);
	buf_release(&o.out);
	z = gunzip_new(false, 2000);
	run(z, buf_str(&b), NULL, &o);
	assert_int_equal(o.faults, 0);
	assert_int_equal(o.out.n, LONG);
	gunzip_free(z);
	buf_release(&o.out);
	buf_release(&b);
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twenty_files_give_what_zlib_gives_and_say_what_is_wrong),
		cmocka_unit_test(recovery_brings_the_sound_members_and_nothing_else),
		cmocka_unit_test(a_wrong_magic_is_named_as_the_header_that_it_is),
		cmocka_unit_test(pieces_of_any_size_change_nothing),
		cmocka_unit_test(a_file_cut_anywhere_gives_all_that_is_there_and_says_so),
		cmocka_unit_test(no_flipped_bit_goes_unnoticed),
		cmocka_unit_test(positions_of_members_are_exact),
		cmocka_unit_test(damage_in_long_data_is_judged_as_by_zlib),
		cmocka_unit_test(a_block_longer_than_what_is_kept_is_read_all_the_same),
		cmocka_unit_test(zeros_may_stand_between_members),
		cmocka_unit_test(headers_that_may_not_be_are_refused),
		cmocka_unit_test(false_candidates_yield_nothing),
		cmocka_unit_test(a_found_member_too_long_to_hold_comes_unverified),
		cmocka_unit_test(a_bomb_is_stopped_by_its_ratio),
	};

	return cmocka_run_group_tests(tests, make_set, free_set);
}
