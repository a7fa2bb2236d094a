gzip -c here/windows_reference.tsv | head -c 2000 > half.gz
mldrift -r half.gz here/windows.tsv | wc -l
mldrift --end-mark -r here/windows_reference.tsv here/windows.tsv | tail -n 1
{ cat here/windows.tsv; printf '#end\trows=12\trejects=0\tstatus=ok\n'; } > marked
mldrift --require-end -r here/windows_reference.tsv marked > out; echo $?
mldrift --require-end -r here/windows_reference.tsv here/windows.tsv > out; echo $?
