mlmetric -q --weight=w -m 'n,accuracy,recall,mean(latency_ms)' -o ndjson
