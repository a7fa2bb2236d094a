# an offset of -0500 comes out in UTC
mlparse -q -c 'ts=.timestamp id=.id' data/logs/f538_senate_night.jsonl.gz | sed -n '2p;$p'
