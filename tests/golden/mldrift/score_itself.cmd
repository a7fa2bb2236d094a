mldrift -q < here/windows.tsv
