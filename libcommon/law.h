/*
 * law - probability laws: how far chance alone goes.  Layer: stats.
 *
 * A tail is the chance of a value at least so large when nothing has changed, so the
 * p-value of a test.  Tails of the chi-square, normal and binomial laws and those of
 * weighted sums of squares keep their relative precision however small they are (about
 * 1e-13); the finite Kolmogorov law is SciPy's, step for step, and as precise as that.
 * NaN in, or a size of 0: NaN out.
 */
#ifndef ML_LAW_H
#define ML_LAW_H

#include <stdint.h>

/* log(x!) less Stirling's formula; X > 0, not only integers. */
double law_stirling_error(double x);
/* x log(x / m) + m - x without cancellation where X is near M; X >= 0, M > 0. */
double law_deviance(double x, double m);
/* The chance of exactly K of N draws, each with the chance MEAN / N; 0 <= MEAN <= N. */
double law_binomial(double k, double n, double mean);

/* P(chi-square of DF degrees of freedom >= X); DF > 0; 1 for X <= 0. */
double law_chi2_tail(double x, double df);
/* P(a standard normal >= Z). */
double law_normal_tail(double z);
/*
 * P(inverse Gaussian of this MEAN and VARIANCE >= X); both positive.  Its third moment is
 * that of the L1 norm of a Brownian bridge.
 */
double law_inverse_gaussian_tail(double x, double mean, double variance);

/*
 * The two-sample Kolmogorov-Smirnov test of N and M values, as scipy.stats.ks_2samp:
 * exact while both are at most LAW_KS_EXACT, else by the one-sample law of
 * round(N M / (N + M)) values.  Cost 2 D N M steps, at most about 6e7, else small.
 */
enum { LAW_KS_EXACT = 10000 };
double law_ks_tail(double d, uint64_t n, uint64_t m);
double law_ks_exact(double d, uint64_t n, uint64_t m);
double law_ks_asymptotic(double d, uint64_t n, uint64_t m);
/* P(D >= d) of the two-sided one-sample statistic of N values: scipy.stats.kstwo.sf. */
double law_kolmogorov_tail(double d, uint64_t n);
/* P(D+ >= d), one-sided: scipy.special.smirnov. */
double law_smirnov_tail(double d, uint64_t n);

/* The limits of the Cramer-von Mises and (k = 2) Anderson-Darling statistics. */
double law_cvm_limit_tail(double x);
double law_ad_limit_tail(double x);
/*
 * The two-sample Cramer-von Mises statistic T of N and M values, as
 * scipy.stats.cramervonmises_2samp: exact while both are at most LAW_CVM_EXACT (no ties
 * taken into account), else by the limit at the same mean and variance.
 */
enum { LAW_CVM_EXACT = 20 };
double law_cvm_tail(double t, uint64_t n, uint64_t m);

#endif
