/*
 * json_scan_variant - the variants by name.  Layer: parse; for json_scan*.c.
 */
#ifndef ML_JSON_SCAN_VARIANT_H
#define ML_JSON_SCAN_VARIANT_H

#include "json_scan.h"

#if defined(__x86_64__)
json_scanner json_scan_avx512, json_scan_avx2, json_scan_sse2;
bool json_scan_avx512_runs(void);
bool json_scan_avx2_runs(void);
#elif defined(__aarch64__)
json_scanner json_scan_neon;
#endif
json_scanner json_scan_portable;

#endif
