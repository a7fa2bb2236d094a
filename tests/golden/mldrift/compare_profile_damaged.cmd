mldrift -m psi --fit p.profile here/compare_reference.tsv
head -c 500 p.profile > short.profile; mldrift -r short.profile -m psi
{ head -c 300 p.profile; printf x; tail -c +302 p.profile; } > changed.profile; mldrift -r changed.profile -m psi
# status: 2
