mldrift -r here/windows_reference.tsv < /dev/null; echo $?
head -n 1 here/windows.tsv | mldrift -r here/windows_reference.tsv; echo $?
head -n 2 here/windows.tsv | mldrift; echo $?
mldrift -r /dev/null here/windows.tsv; echo $?
head -n 1 here/windows.tsv > header; mldrift -r header here/windows.tsv; echo $?
mldrift --fit=m < /dev/null; echo $?
printf 'x\ty\n1\t2\n1\t2\n1\t2\n' | mldrift -q; echo $?
printf 'x\ty\n\t\n\t\n' | mldrift -q; echo $?
printf 'x\ty\na\tb\nc\td\n' | mldrift -q; echo $?
head -n 20 here/windows.tsv | mldrift -q --alpha=0.01; echo $?
