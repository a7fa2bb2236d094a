cat here/compare_same.in | mldrift -r here/compare_reference.tsv -m psi,ks -g model | cut -f 3-5,14
