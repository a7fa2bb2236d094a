mldrift -r here/compare_reference.tsv -m ks
# status: 1
