# says which group, why, and what -v adds
mlmetric -g model --fail-if 'accuracy<0.6' --fail-if 'p99(latency_ms)>50' -m n,accuracy
# status: 1
