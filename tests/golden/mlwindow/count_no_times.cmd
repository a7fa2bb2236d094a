cut -f 3 here/tumbling.in | mlwindow -q --count 4 -m 'n,sum(latency_ms)'
