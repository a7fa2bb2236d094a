/*
 * fdr - many p-values at once, by their false discovery rate.  Layer: stats.
 *
 * Benjamini and Hochberg, "Controlling the false discovery rate", 1995: of all that is
 * found where the adjusted p-value is at most Q, no more than the share Q is expected to be
 * chance; where nothing has changed at all, anything is found with a chance of at most Q.
 */
#ifndef ML_FDR_H
#define ML_FDR_H

#include <stddef.h>

/*
 * P[i] of the N p-values becomes its adjusted value: the least over all P[j] >= P[i] of
 * P[j] * N / rank of P[j], at most 1.  NaN is no test: it stays and does not count.
 */
void fdr_adjust(double *p, size_t n);

#endif
