# Files dealt out by xargs -P, as in the man page, and merged: the table of one run.
gzip -dc data/logs/azure_llm_2023_code.jsonl.gz | split -l 1500 - part.
gzip part.*
c='ts=.timestamp tokens=.features.ContextTokens' m='n,mean(tokens),p99(tokens),sd(tokens)'
export c m
mlparse -q -c "$c" part.*.gz | mlwindow -q -w 5m -m "$m" > one
ls part.*.gz | xargs -P4 -I{} sh -c 'mlparse -q -c "$c" {} | mlwindow -q -w 5m -m "$m" --partial > {}.state'
cat part.*.state | mlwindow --merge | diff one - && head -n 4 one
