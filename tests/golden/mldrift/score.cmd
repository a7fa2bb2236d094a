mldrift -r here/windows_reference.tsv here/windows.tsv
