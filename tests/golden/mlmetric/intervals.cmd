mlmetric -q --ci -m 'accuracy,auroc,mean(latency_ms),f1' -o ndjson; mlmetric -q --ci=99 -m accuracy -o ndjson < here/intervals.in
