for l in C de_DE.UTF-8 tr_TR.UTF-8 nonsense; do LC_ALL=$l TZ=America/New_York mlparse -q data/logs/yardstick_two_class.jsonl.gz | cksum; done | uniq
