mldrift --max-reference=150 -r here/windows_reference.tsv here/windows.tsv | cut -f 8-10 | head -n 3
mldrift --max-reference=150 --why=none here/windows_reference.tsv | cut -f 8-10 | tail -n 2
