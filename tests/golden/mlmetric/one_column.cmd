# No separator shows that this is a table; a name alone is a header.
mlmetric -q -m 'n,mean(x),max(x)'
seq 3 | sed '1i latency_ms\r' | mlmetric -q -m 'n,sum(latency_ms)'
seq 3 | mlmetric -q -m n
# status: 2
