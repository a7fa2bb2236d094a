/*
 * made - rows made ahead by other threads (scan_work_ahead) are those made in order.
 */
#ifndef ML_MADE_H
#define ML_MADE_H

#include "scan.h"

/*
 * Scans O's only file three times over, in order and with HELPERS in blocks of BLOCK bytes:
 * the same rows, refusals, columns and counts come in the same order.  Where the scan
 * cannot be opened there is nothing to hold.
 */
void made_hold_same(const struct scan_options *o, struct str columns, unsigned helpers,
		    size_t block);

#endif
