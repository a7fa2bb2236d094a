# 1 and 1.0 are one class
mlmetric -q -m n,accuracy
