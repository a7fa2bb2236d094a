mldrift -r here/compare_reference.tsv -m psi --categorical tokens_in -f tokens_in
