mlwindow -q -w 5m -m n --partial here/tumbling.in > a
mlwindow -q -w 5m -m n,accuracy --partial here/tumbling.in > b
mlwindow -q -w 1m -m n --partial here/tumbling.in > c
mlwindow --merge a b
mlwindow --merge a c
sed '$s/5/6/' a | mlwindow --merge
echo "status $?"
mlwindow --merge here/tumbling.in
# status: 2
