mldrift -m psi -g model --fit a.profile here/compare_reference.tsv; mldrift -m psi --fit b.profile here/compare_reference.tsv
mldrift -m psi --fit c.profile a.profile b.profile
# status: 2
