mldrift -r here/compare_reference.tsv -m ks --floor 0.9 -f latency_ms
# status: 1
