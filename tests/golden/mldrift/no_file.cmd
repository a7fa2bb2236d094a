# What cannot be opened is told by each family of methods, and when learned from.
mldrift nofile; echo $?
mldrift -m psi -r here/compare_reference.tsv nofile; echo $?
mldrift -m cusum -f x nofile; echo $?
mldrift -m psi --fit=p nofile; echo $?
mldrift --fit=p nofile; echo $?
mldrift -m cusum -f x --state=s nofile; echo $?
ls
