mlwindow -w 5m --lateness=5m -m 'n,sum(x)' < here/late.in
