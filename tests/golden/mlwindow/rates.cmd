mlwindow -q -w 5m --fill -m 'rate,delta(n),mean(latency_ms),delta(mean(latency_ms))' --ewma=n:0.5 < here/tumbling.in
