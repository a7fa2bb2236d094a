mldrift -r here/compare_reference.tsv -m psi -g modle
# status: 2
