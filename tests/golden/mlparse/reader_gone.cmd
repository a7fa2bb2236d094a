# SIGPIPE ends it without a word
mlparse -q data/logs/nyc_sqf_4models.jsonl.gz | head -n 1
