mldrift -r here/compare_reference.tsv -m psi,psi:evidently,js:nannyml,chi2:evidently,linf:deequ -f latency_ms,region
# status: 1
