mlwindow -w 5m --all -m 'n,sum(x)' < here/late.in
