/* The format regex, through the block reader: scanning.h. */
#include "fuzz.h"
#include "scanning.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scanning what = {.format = "regex", .pattern = true, .gaps = true};

	scanning_try(&what, fuzz_str(data, size));
	return 0;
}
