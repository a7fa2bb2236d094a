/* End marks: a line that is one is spelled as it would be written. */
#include "endmark.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str line = fuzz_str(data, size);
	struct endmark mark;
	struct buf out;

	if (endmark_parse(line, &mark) < 0)
		return 0;
	buf_init(&out, BUF_CAP_MAX);
	HOLD(endmark_print(&mark, &out) == 0 && out.p[out.n - 1] == '\n');
	HOLD_SAME(STR_N(out.p, out.n - 1), line);
	buf_release(&out);
	return 0;
}
