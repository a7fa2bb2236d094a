mlwindow -q -w 10m --align 2024-01-01T00:02:30Z -m n < here/tumbling.in
