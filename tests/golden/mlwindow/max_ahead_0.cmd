mlwindow -w 5m --max-ahead=0 -m 'n,sum(x)' < here/max_ahead.in
