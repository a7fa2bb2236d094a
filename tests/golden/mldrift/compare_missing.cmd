mldrift -r here/compare_reference.tsv -m psi,ks -f latency_ms,region
# status: 1
