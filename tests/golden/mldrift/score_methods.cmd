mldrift -g model -m iforest,mad -r here/windows_reference.tsv --alpha=0.05 here/windows.tsv | cut -f 1,3,8-
