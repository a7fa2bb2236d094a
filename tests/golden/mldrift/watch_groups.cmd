mldrift -m page_hinkley -g model -f error,latency_ms --set threshold=40
# status: 1
