# The row that is not whole is left out; what is open is written.
mkfifo pipe
mlwindow -q -w 5m -m n --task=none < pipe > out &
exec 3> pipe
cat here/tumbling.in >&3
printf '2024-05-30T22:03:' >&3
while ! [ -s out ]; do sleep 0.05; done
kill -TERM $!
{ wait $!; } 2> /dev/null
echo "status $?"
cat out
