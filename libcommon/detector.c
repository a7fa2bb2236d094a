#include "detector.h"

void
detector_defaults(struct detector_options *o)
{
	*o = (struct detector_options){
		.seed = 1,
		.trees = 100,
		.subsample = 256,
		.lambda = 0.2,
		.sigma = 3,
	};
}
