mldrift -r here/compare_reference.tsv -m psi,ks -w 1h
# status: 1
