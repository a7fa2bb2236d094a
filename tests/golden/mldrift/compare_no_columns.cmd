# A log of times and ids alone: nothing to compare is no "nothing found".
printf 'ts\tid\n2026-01-01T00:00:00Z\ta\n' > log
mldrift -m psi,ks -r log log
# status: 2
