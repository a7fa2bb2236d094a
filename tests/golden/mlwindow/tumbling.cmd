mlwindow -w 5m -m 'n,accuracy,mean(latency_ms)'
