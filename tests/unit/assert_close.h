/*
 * assert_close.h - a double within a relative tolerance of what an oracle says.
 */
#ifndef ML_ASSERT_CLOSE_H
#define ML_ASSERT_CLOSE_H

#include <math.h>

#define assert_close(x, expected) assert_within(x, expected, 1e-13)
#define assert_within(x, expected, tolerance)                                                      \
	do {                                                                                       \
		double got = (x), wanted = (expected);                                             \
                                                                                                   \
		if (!(fabs(got - wanted) <= (tolerance)*fabs(wanted)))                             \
			fail_msg("%.17g instead of %.17g", got, wanted);                           \
	} while (0)

#endif
