mlparse -c 'ts=.timestamp id=.request_id model=.model.name pred=.output.prediction score=.output.probabilities[1] label=.label latency_ms=.latency_ms region=.region'
