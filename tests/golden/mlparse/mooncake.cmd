# long arrays; times that count milliseconds from 0
mlparse -q -c 'ms=.timestamp in=.input_length out=.output_length n=len(.hash_ids)' data/logs/mooncake_synthetic.jsonl.gz | awk -F '\t' 'NR > 1 { rows++; n += $4; if ($4 > most) most = $4 } END { print rows, n, most }'
