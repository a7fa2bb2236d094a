/*
 * autoencoder_parts - what the files of autoencoder share.  Layer: detect.
 *
 * With I inputs and H hidden units the weights are, in one run: I x H from inputs to
 * units, H biases, I x H from units to outputs, I biases.
 */
#ifndef ML_AUTOENCODER_PARTS_H
#define ML_AUTOENCODER_PARTS_H

#include "autoencoder.h"
#include "scale.h"

/*
 * Standard deviations from the mean that the network is shown and trained on; errors are
 * those of the values themselves, up to the second.  Weights are kept within the third.
 */
#define AUTOENCODER_SHOWN 10.0
#define AUTOENCODER_FAR 1e6
#define AUTOENCODER_WEIGHT 1e6

struct autoencoder {
	size_t columns, inputs, hidden;
	struct scale *scale; /* of each column; an input is one whose spread is not 0 */
	size_t *column;      /* of each input */
	double *usual;       /* of each input: its mean squared error */
	double *weight;
	double *unit, *output; /* of the row last shown */
};

size_t autoencoder_weights(const struct autoencoder *a);
/* Shows ROW's values to the network, which makes unit and output of them. */
void autoencoder_show(const struct autoencoder *a, const double *row);
/* The value of input I as the network is shown it. */
double autoencoder_input(const struct autoencoder *a, const double *row, size_t i);
/* The squared error of input I of the row last shown; NaN where the value is missing. */
double autoencoder_error(const struct autoencoder *a, const double *row, size_t i);
/* Learns the weights from REFERENCE's rows, and what errors are usual. */
void autoencoder_train(struct autoencoder *a, const struct matrix *reference, uint64_t seed);

/* tanh to 15 digits, of sums and products alone. */
double autoencoder_tanh(double x);

#endif
