#if defined(__aarch64__)

#include <arm_neon.h>

#include "json_scan_block.h"
#include "json_scan_variant.h"

JSON_INLINE uint8x16x4_t
load(const char *p)
{
	uint8x16x4_t block;

	for (int i = 0; i < 4; i++)
		block.val[i] = vld1q_u8((const uint8_t *)p + 16 * i);
	return block;
}

/* Keeps one bit of each byte and adds neighbours until 64 bytes are 64 bits. */
JSON_INLINE uint64_t
bits(uint8x16x4_t b)
{
	static const uint8_t place[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	uint8x16_t mask = vld1q_u8(place);
	uint8x16_t low = vpaddq_u8(vandq_u8(b.val[0], mask), vandq_u8(b.val[1], mask));
	uint8x16_t high = vpaddq_u8(vandq_u8(b.val[2], mask), vandq_u8(b.val[3], mask));
	uint8x16_t all = vpaddq_u8(low, high);

	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

JSON_INLINE uint64_t
equal(uint8x16x4_t b, uint8_t c)
{
	for (int i = 0; i < 4; i++)
		b.val[i] = vceqq_u8(b.val[i], vdupq_n_u8(c));
	return bits(b);
}

JSON_INLINE void
tell(const char *p, struct json_kinds *k)
{
	uint8x16x4_t block = load(p), lower;
	uint8x16_t odd = vdupq_n_u8(0);

	for (int i = 0; i < 4; i++) {
		uint8x16_t part = block.val[i];

		lower.val[i] = vorrq_u8(part, vdupq_n_u8(0x20));
		/* Signed: what is not ASCII is below zero. */
		odd = vorrq_u8(odd, vcltq_s8(vreinterpretq_s8_u8(part), vdupq_n_s8(0x20)));
		odd = vorrq_u8(odd, vceqq_u8(part, vdupq_n_u8('\\')));
	}
	k->quote = equal(block, '"');
	k->colon = equal(block, ':');
	k->comma = equal(block, ',');
	k->open = equal(lower, '{');
	k->close = equal(lower, '}');
	k->blank = equal(block, ' ');
	k->odd = vmaxvq_u8(odd) != 0;
}

JSON_INLINE void
tell_odd(const char *p, struct json_odd_kinds *k)
{
	uint8x16x4_t block = load(p), control, high;

	for (int i = 0; i < 4; i++) {
		control.val[i] = vcltq_u8(block.val[i], vdupq_n_u8(0x20));
		high.val[i] = vcgeq_u8(block.val[i], vdupq_n_u8(0x80));
	}
	k->backslash = equal(block, '\\');
	k->control = bits(control);
	k->high = bits(high);
}

void
json_scan_neon(struct json_scan *s, const char *p, size_t n)
{
	static const struct json_means means = {tell, tell_odd, json_prefix_xor,
						json_flatten_plain};

	json_scan_blocks(s, p, n, &means);
}

#else
extern int json_scan_neon_is_empty;
#endif
