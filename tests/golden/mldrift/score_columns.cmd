mldrift -r here/windows_reference.tsv -f latency here/windows.tsv; echo $?
mldrift -r here/windows_reference.tsv -f model here/windows.tsv; echo $?
mldrift -r here/windows_reference.tsv -g model -f model here/windows.tsv; echo $?
mldrift -r here/windows_reference.tsv -g models here/windows.tsv; echo $?
mldrift -r here/windows_reference.tsv -f n,,f1 here/windows.tsv; echo $?
cut -f 1-4 here/windows.tsv | mldrift -r here/windows_reference.tsv; echo $?
sed 's/ts_end/anomaly_p/' here/windows.tsv | mldrift -r here/windows_reference.tsv; echo $?
sed '3s/0\.8[0-9]*/bad/' here/windows.tsv | mldrift --why=none -r here/windows_reference.tsv | head -n 3 | cut -f 5-; echo $?
mldrift -r here/windows_reference.tsv --season=90m here/windows.tsv; echo $?
cut -f 3- here/windows_reference.tsv > timeless; mldrift -r timeless --season=1d here/windows.tsv; echo $?
