cp here/watch.in log
head -n 200 log > part
mldrift -m kswin,cusum -f latency_ms --state=s part; echo $?
head -n 450 log > part
mldrift -m kswin,cusum -f latency_ms --state=s part | tail -n +2; echo again
cp log part
mldrift -m kswin,cusum -f latency_ms --state=s part | tail -n +2; echo whole
mldrift -m kswin,cusum -f latency_ms log
mldrift -m kswin --state=s log
sed 's/^rows.*/rows x/' s > t
mldrift -m kswin,cusum -f latency_ms --state=t log
# status: 2
