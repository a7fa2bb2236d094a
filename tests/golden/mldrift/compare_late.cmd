mldrift -r here/compare_reference.tsv -m ks -w 10m --lateness=0 -f latency_ms --max-ahead 0
