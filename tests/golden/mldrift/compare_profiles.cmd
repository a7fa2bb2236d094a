{ head -n 101 here/compare_reference.tsv; } > a.tsv; { head -n 1 here/compare_reference.tsv; tail -n 100 here/compare_reference.tsv; } > b.tsv
for x in a b; do mldrift -m psi --fit $x.profile $x.tsv; done
mldrift -m psi --fit all.profile a.profile b.profile
mldrift -m psi --fit whole.profile here/compare_reference.tsv
cmp all.profile whole.profile && mldrift -r all.profile -m psi,ks
