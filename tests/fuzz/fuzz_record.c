/* Records of another program, with and without end marks: scanning.h. */
#include "fuzz.h"
#include "scanning.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scanning what = {.format = "tsv", .as_is = true};

	scanning_try(&what, fuzz_str(data, size));
	return 0;
}
