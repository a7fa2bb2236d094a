# nothing could be read: the old file stays
echo old > out
mlparse -q -c 'id=.id' -O out missing.gz missing.log; echo "status $?"; cat out
printf 'label\tpred\n1\t1\n' | mlmetric -q -O out missing.tsv; echo "status $?"; cat out
# one of two could: what it held is there
printf '{"id":1}\n' > log
mlparse -q -c 'id=.id' -O out missing.gz log; echo "status $?"; cat out
