mlmetric -q -m n here/default.in - here/default.in < here/default.in
