mlwindow -q -w 10m --slide 5m -m 'n,sum(latency_ms)' < here/tumbling.in
