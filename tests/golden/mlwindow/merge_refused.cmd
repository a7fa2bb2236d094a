mlwindow -q -w 5m -m n --partial here/tumbling.in > a
mlwindow -w 5m --partial --end-mark here/tumbling.in
mlwindow -w 5m --partial -o csv here/tumbling.in
mlwindow --merge -w 5m a
mlwindow --merge -m n a
mlwindow --merge --count=3 a
mlwindow --merge --where 'model=a' a
# status: 2
