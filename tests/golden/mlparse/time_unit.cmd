# a clock that counts milliseconds from 0
mlparse -q --time-unit=ms data/logs/mooncake_synthetic.jsonl.gz | sed -n '2p;4p;$p'
mlparse --time-unit=m < /dev/null
# status: 2
