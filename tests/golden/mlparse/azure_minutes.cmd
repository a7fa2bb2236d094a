# seven digits behind the second
mlparse -q -c 'ts=.timestamp' data/logs/azure_llm_2023_code.jsonl.gz | tail -n +2 | cut -c 1-16 | uniq -c
