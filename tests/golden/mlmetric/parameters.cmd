mlmetric -q -m 'fbeta@2,fbeta@0.5,ece@5,ece' -o ndjson
