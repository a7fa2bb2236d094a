mldrift --fit=m -g model --season=1d -r here/windows_reference.tsv || echo "fit: $?"
mldrift --model=m here/windows.tsv > a; echo $?
mldrift -r here/windows_reference.tsv -g model --season=1d here/windows.tsv > b; echo $?
cmp a b && mldrift --fit=n -g model --season=1d -q here/windows_reference.tsv; cmp m n && cut -f 8- a
