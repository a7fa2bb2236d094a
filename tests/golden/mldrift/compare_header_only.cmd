mldrift -r here/compare_reference.tsv -m psi,ks
