mldrift -m psi -g model --fit p.profile here/compare_reference.tsv
mldrift -r p.profile -m psi -g region
# status: 2
