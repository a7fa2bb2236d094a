mlmetric -q --thresholds=5 --best=f1
