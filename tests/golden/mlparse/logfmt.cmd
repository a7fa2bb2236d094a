mlparse -i logfmt -c 'ts=ts level=level msg=msg model=model latency_ms=took'
# status: 3
