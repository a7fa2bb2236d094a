mlwindow -w 1h < here/tumbling.in
