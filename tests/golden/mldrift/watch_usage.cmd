mldrift -m ddm -r x.tsv here/watch.in
mldrift -m ddm -f latency here/watch.in
mldrift -m ddm --set delta=2 here/watch.in
mldrift -m ddm --set drift=-1 here/watch.in
mldrift -m ddm --set drift here/watch.in
mldrift -m ddm,psi here/watch.in
mldrift -m dmd here/watch.in 2>&1 | cut -d';' -f1,2 | cut -d' ' -f1-9 >&2
cut -f1,4 here/watch.in | mldrift -m ddm
mldrift -m ddm -f latency_ms here/watch.in
# status: 3
