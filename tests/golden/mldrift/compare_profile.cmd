mldrift -m psi,ks -g model --fit p.profile here/compare_reference.tsv && mldrift -r p.profile -m psi,ks -w 1h
# status: 1
