# a producer that dies in mid-pipe: whole rows came, and the reader knows that they are not all
mkfifo log
(exec 2> /dev/null; sh -c 'echo $$ > pid; exec mlparse -q --end-mark -c "id=.id" log'
	echo "producer $?" > killed) | tee copy |
	{ mlparse --require-end -c 'id=id' -O out; echo "reader $?" > answered; } &
exec 3> log
seq 2000 | sed 's/.*/{"id":&}/' >&3
# It writes what it has before it waits for more.
for i in $(seq 100); do [ "$(wc -l < copy)" -eq 2001 ] && break; sleep 0.05; done
kill -KILL "$(cat pid)"
wait
tail -n 1 out
cat killed answered
