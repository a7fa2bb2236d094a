mlmetric -q -g model -m n,accuracy,f1,'p99(latency_ms)' -o table
