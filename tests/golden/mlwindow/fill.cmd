mlwindow -q -w 5m --fill -g model -m 'n,accuracy,mean(latency_ms)' < here/tumbling.in
