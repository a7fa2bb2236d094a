sed '1s/^ts/seen/' here/tumbling.in | mlwindow -q -w 5m --time seen -m n
