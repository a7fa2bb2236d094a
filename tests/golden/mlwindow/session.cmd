mlwindow -q --session 2m -g model -m 'n,sum(latency_ms)' < here/tumbling.in
