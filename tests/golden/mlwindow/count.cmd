mlwindow -q --count 2 -g model -m 'n,sum(latency_ms)' < here/tumbling.in
