mldrift -r here/compare_reference.tsv -m ks -g model --fdr 0.01
# status: 1
