mlwindow -q -w 5m -g model -m 'n,accuracy,mean(latency_ms)' < here/tumbling.in
