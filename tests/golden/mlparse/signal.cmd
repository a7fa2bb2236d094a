# a signal ends it between two rows, here while nobody takes them; no end mark says that
# they are all, and no file is made of them
exec 2> /dev/null # what the shell says of signals
mkfifo rows
for signal in TERM HUP; do
	mlparse -q --end-mark data/logs/nannyml_carloan_analysis.jsonl.gz > rows &
	exec 4< rows
	dd bs=1000 count=1 <&4 > got 2> /dev/null
	kill -s $signal $!
	cat <&4 >> got
	wait $!
	echo "status $?"
	tail -n 1 got | cut -f 1,4
	awk -F '\t' 'NR > 1 && !/^#/ && NF != 4' got
done
mkfifo log
mlparse -q -i ndjson -c 'id=.id' -O file < log &
exec 3> log
echo '{"id":1}' >&3
# Once it is at work, there is a file under another name.
for i in $(seq 100); do ls -A | grep -q mltools && break; sleep 0.05; done
sleep 0.2
kill $!
wait $!
echo "status $?"
ls -A
