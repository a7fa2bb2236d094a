awk 'BEGIN { print "x"; for (i = 0; i < 3000; i++) print i * 37 % 3001 }' > reference.tsv
awk 'BEGIN { print "x"; for (i = 0; i < 2000; i++) print i * 53 % 2003 * 1.6 }' > current.tsv
mldrift -m psi,ks,wasserstein,cvm,ad --fit cells.profile reference.tsv
mldrift -m psi,ks,wasserstein,cvm,ad -r reference.tsv current.tsv | cut -f 3-5,12-13
mldrift -m psi,ks,wasserstein,cvm,ad -r cells.profile current.tsv | cut -f 3-5,12-13
