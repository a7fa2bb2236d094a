# the number of threads changes nothing
for n in 1 2 8; do mlparse -q --threads=$n data/logs/f538_games.jsonl.gz | cksum; done | uniq
