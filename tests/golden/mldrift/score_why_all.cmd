mldrift -m mad --why=all -f f1,n -r here/windows_reference.tsv here/windows.tsv -o ndjson | head -n 2
