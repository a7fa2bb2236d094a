# On a terminal a line a group and metric; into a pipe nothing of the kind.
PATH=${PATH%%:*}/torture:$PATH
TERM=xterm LC_ALL=C.UTF-8 onpty mlwindow -q -w 5m -g model --spark -m 'n,mean(latency_ms),accuracy' here/tumbling.in | tr -d '\r'
onpty mlwindow -q -w 5m --spark -m 'n,mean(latency_ms)' here/tumbling.in | tr -d '\r'
LC_ALL=C.UTF-8 onpty mlwindow -q --count 2 --ascii --spark -m 'mean(latency_ms)' here/tumbling.in | tr -d '\r'
mlwindow -q -w 5m --spark here/tumbling.in
# status: 2
