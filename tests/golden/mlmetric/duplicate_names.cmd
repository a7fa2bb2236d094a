# two metrics would have one column
mlmetric -q -m 'n,n,mean(latency_ms),mean(latency_ms)' here/default.in
