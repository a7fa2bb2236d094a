{ cat here/windows.tsv; sed '1d; s/\ta\t/\tc\t/; s/\tb\t/\td\t/' here/windows.tsv | head -n 4; } |
	mldrift -m ewma -g model --alpha=0.05 -r here/windows_reference.tsv | cut -f 3,8-10
mldrift -g model --pooled -r here/windows_reference.tsv here/windows.tsv | cut -f 3,8-10 | head -n 3
