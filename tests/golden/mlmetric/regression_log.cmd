mlparse -q data/logs/yardstick_solubility.jsonl.gz | mlmetric -q -o ndjson
