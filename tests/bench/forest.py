"""forest.py NAME FILE: fit and score CPU seconds of NAME's isolation forest on FILE's rows.

100 trees of 256 rows, one thread, as forest.c; exits 3 where NAME is not installed.
"""

import sys
import time

try:
    import numpy
    if sys.argv[1] == "scikit-learn":
        from sklearn.ensemble import IsolationForest
    else:
        from isotree import IsolationForest
except ImportError:
    sys.exit(3)

rows = numpy.fromfile(sys.argv[2]).reshape(-1, 6)
start = time.process_time()
if sys.argv[1] == "scikit-learn":
    forest = IsolationForest(n_estimators=100, max_samples=256, n_jobs=1, random_state=1)
    forest.fit(rows)
    fitted = time.process_time()
    forest.score_samples(rows)
else:
    forest = IsolationForest(ntrees=100, sample_size=256, ndim=1, nthreads=1, random_seed=1,
                             missing_action="fail", penalize_range=False)
    forest.fit(rows)
    fitted = time.process_time()
    forest.predict(rows)
print(f"{fitted - start:.4f} {time.process_time() - fitted:.4f}")
