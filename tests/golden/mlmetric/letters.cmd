# f, p and c are columns like any other
printf 'c\tp\tpred\tlabel\nblue\t0.5\t1\t1\n' | mlmetric -q -g c -m 'n,mean(p)'
printf '{"c":"blue","p":0.5,"pred":1,"label":1}\n' | mlmetric -q -i ndjson -g c -m 'n,mean(p)'
