# tables joined by cat
mlmetric -q -g model here/default.in > x; cat here/default.in here/default.in | mlmetric -q -g model -m n; cat x | wc -l
