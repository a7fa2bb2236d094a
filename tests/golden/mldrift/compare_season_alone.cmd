mldrift -r here/compare_reference.tsv -m psi --season=1d
# status: 2
