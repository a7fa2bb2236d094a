mlparse -c 'latency_ms=.duration_s*1000 t=.ns/1e6'
