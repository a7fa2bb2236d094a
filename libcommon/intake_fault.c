/* intake - what a fault of the input says to a person, and what can be done. */
#include <string.h>

#include "intake_internal.h"

static void
add_unverified(const struct input_fault *f, const char *before, struct buf *out)
{
	if (f->first_unverified && f->first_unverified <= f->line)
		buf_addf(out, "%slines %llu-%llu unverified", before,
			 (unsigned long long)f->first_unverified, (unsigned long long)f->line);
}

static void
add_checksum(const struct gunzip_state *z, struct buf *out)
{
	unsigned long long member = z->member;

	if (z->fault == GUNZIP_BAD_CRC)
		buf_addf(out, "CRC-32 of member %llu is %08lx, expected %08lx", member,
			 (unsigned long)z->crc_computed, (unsigned long)z->crc_expected);
	else
		buf_addf(out, "length of member %llu is %lu, expected %lu", member,
			 (unsigned long)z->length_computed, (unsigned long)z->length_expected);
}

static void
add_gzip(const struct input_fault *f, struct buf *out)
{
	const struct gunzip_state *z = &f->gz;
	unsigned long long member = z->member, byte = z->fault_byte;

	switch (z->fault) {
	case GUNZIP_OK:
		break;
	case GUNZIP_TRUNCATED:
		buf_addf(out,
			 "unexpected end of gzip data in member %llu (gz byte %llu); last whole "
			 "line %llu",
			 member, byte, (unsigned long long)f->line);
		break;
	case GUNZIP_NO_TRAILER:
		buf_addf(out, "member %llu has no checksum", member);
		add_unverified(f, ", ", out);
		buf_addf(out, " (gz byte %llu)", byte);
		break;
	case GUNZIP_BAD_DATA:
		buf_addf(out, "corrupt gzip data in member %llu (gz byte %llu)", member, byte);
		add_unverified(f, "; ", out);
		break;
	case GUNZIP_BAD_CRC:
	case GUNZIP_BAD_LENGTH:
		add_checksum(z, out);
		buf_addf(out, " (gz byte %llu)", byte);
		add_unverified(f, "; ", out);
		break;
	case GUNZIP_BAD_HEADER:
		buf_addf(out, "damaged gzip header of member %llu (gz byte %llu)", member, byte);
		break;
	case GUNZIP_GARBAGE:
		buf_addf(out, "%llu bytes of non-gzip data after member %llu at gz byte %llu",
			 (unsigned long long)z->garbage, member, byte);
		break;
	case GUNZIP_RATIO:
		buf_addf(out,
			 "member %llu grows beyond --max-ratio (gz byte %llu), which can be raised",
			 member, byte);
		break;
	}
}

/* Where the data went wrong, not ended, a sound member may follow. */
static bool
may_recover(const struct input_fault *f)
{
	return f->gz.fault == GUNZIP_BAD_DATA || f->gz.fault == GUNZIP_BAD_CRC ||
	       f->gz.fault == GUNZIP_BAD_LENGTH || f->gz.fault == GUNZIP_BAD_HEADER ||
	       f->gz.fault == GUNZIP_GARBAGE;
}

static void
add_encoding(const char *what, struct buf *out)
{
	buf_addf(out, "looks like %s; ", what);
	if (strncmp(what, "UTF-", 4) == 0)
		buf_addf(out, "convert it first: iconv -f %s -t UTF-8", what);
	else
		buf_addf(out, "unpack it first: %s -dc", what);
}

void
intake_fault_text(const struct input_fault *f, bool recover, struct buf *out)
{
	switch (f->kind) {
	case INPUT_FAULT_OPEN:
		buf_addf(out, "cannot open: %s", strerror(f->error_number));
		break;
	case INPUT_FAULT_READ:
		buf_addf(out, "cannot read%s: %s", f->byte ? " on" : "", strerror(f->error_number));
		break;
	case INPUT_FAULT_GZIP:
		add_gzip(f, out);
		if (!recover && may_recover(f))
			buf_adds(out, "; --recover goes on at the next intact member");
		break;
	case INPUT_FAULT_LONG_LINE:
		buf_addf(out, "line of %llu bytes; --max-line raises the limit",
			 (unsigned long long)f->torn_bytes);
		break;
	case INPUT_FAULT_ENCODING:
		add_encoding(f->what, out);
		break;
	case INPUT_FAULT_OUTPUT:
		buf_addf(out, "stopped at byte %llu by --max-output-bytes",
			 (unsigned long long)f->byte);
		break;
	}
}

int
intake_fault_status(const struct input_fault *f)
{
	switch (f->kind) {
	case INPUT_FAULT_OPEN:
	case INPUT_FAULT_READ:
	case INPUT_FAULT_ENCODING:
		return EXIT_TROUBLE;
	case INPUT_FAULT_GZIP:
	case INPUT_FAULT_OUTPUT:
		return EXIT_DAMAGED;
	case INPUT_FAULT_LONG_LINE:
		break;
	}
	return EXIT_DONE;
}
