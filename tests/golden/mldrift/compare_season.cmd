mldrift -r here/compare_reference.tsv -m ks -w 1h --season=1d -f latency_ms
