mldrift -r here/compare_reference.tsv -m ks -f latency_ms,tokens_in
# status: 1
