mldrift -r here/compare_reference.tsv -m psi -f latency
# status: 2
