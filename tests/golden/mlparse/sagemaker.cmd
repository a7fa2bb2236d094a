# payloads are texts within JSON
mlparse -c 'ts=.eventMetadata.inferenceTime id=.eventMetadata.eventId input=.captureData.endpointInput.data score=.captureData.endpointOutput.data' data/logs/sagemaker_capture_docs.jsonl
