/*
 * autoencoder - a small neural network that learned to repeat normal rows.  Layer: detect.
 *
 * One hidden layer of tanh units between standardised inputs and as many outputs, trained
 * by Adam (Kingma, Ba 2015) on mini-batches of at most AUTOENCODER_ROWS rows, until a
 * held-out tenth of them gets no better.  A row that does not follow how the columns
 * usually go together is repeated badly.  Columns without two different values in the
 * reference are left out; a missing value goes in as the mean, and no error is counted
 * for it.  The same reference and seed give the same bits on every machine.
 *
 * Memory: 40 bytes a weight while training (2 x inputs x hidden), 8 after it.
 */
#ifndef ML_AUTOENCODER_H
#define ML_AUTOENCODER_H

#include <stddef.h>
#include <stdint.h>

#include "matrix.h"
#include "pack.h"
#include "status.h"

enum { AUTOENCODER_ROWS = 16384, AUTOENCODER_HIDDEN_MAX = 1024 };

struct autoencoder;

/* HIDDEN units; 0: half as many as there are inputs, and one at least. */
struct autoencoder *autoencoder_fit(const struct matrix *reference, uint64_t hidden, uint64_t seed);
void autoencoder_free(struct autoencoder *a);
/*
 * SCORE[i] of the N rows at ROW: the mean of the squared errors of its known values, each in
 * variances of its column; 0 if there is none.
 */
void autoencoder_score(const struct autoencoder *a, const double *row, size_t n, double *score);
/*
 * PART[j]: the squared error of column j less the mean of it over the rows that were learned
 * from; 0 if it is missing or was left out.
 */
void autoencoder_explain(const struct autoencoder *a, const double *row, double *part);
void autoencoder_save(const struct autoencoder *a, struct pack *out);
/* NULL with C filled when the bytes are no autoencoder of so many COLUMNS. */
struct autoencoder *autoencoder_load(struct unpack *in, size_t columns, struct complaint *c);

#endif
