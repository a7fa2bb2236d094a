mldrift --fit=m -m mad -r here/windows_reference.tsv
cut -f 1-4 here/windows.tsv | mldrift --model=m; echo $?
mldrift -m iforest --model=m here/windows.tsv; echo $?
mldrift -g model --model=m here/windows.tsv; echo $?
mldrift --model=here/windows.tsv here/windows.tsv; echo $?
mldrift --model=none here/windows.tsv; echo $?
mldrift -r m here/windows.tsv; echo $?
head -c 200 m > cut; mldrift --model=cut here/windows.tsv; echo $?
printf x >> m; mldrift --model=m here/windows.tsv; echo $?
mldrift --model=m -r here/windows_reference.tsv here/windows.tsv; echo $?
mldrift --fit=nowhere/m -r here/windows_reference.tsv; echo $?
ls
