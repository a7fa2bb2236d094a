mldrift -m psi --fit p.profile -w 1h here/compare_reference.tsv
# status: 2
