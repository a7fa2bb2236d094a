# Nothing negative: what needs both classes is empty, and the rest as the metrics have it.
mlmetric -q --thresholds=2 --best=recall -g model
mlmetric -q --thresholds=2 --best=youden -g model here/thresholds_one_class.in
