mlwindow -w 5m --lateness=0 -m 'n,sum(x)' < here/late.in
