#include "iforest_scan.h"

static bool
runs_everywhere(void)
{
	return true;
}

static const struct iforest_variant variants[] = {
#if defined(__x86_64__)
	{"avx512", iforest_scan_avx512, iforest_scan_avx512_runs},
#endif
	{"portable", iforest_scan_portable, runs_everywhere},
};

const struct iforest_variant *
iforest_variants(size_t *n)
{
	*n = sizeof variants / sizeof *variants;
	return variants;
}

const struct iforest_variant *
iforest_best_variant(void)
{
	const struct iforest_variant *v = variants;

	while (!v->runs_here())
		v++;
	return v;
}
