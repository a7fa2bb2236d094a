mldrift -r here/compare_reference.tsv -m ks -w 1h
# status: 3
