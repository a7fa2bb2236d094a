mlwindow -q -w 5m --where model=a -S 2024-05-30T21:46:00Z -U 2024-05-30T22:00:00Z -v -m n < here/tumbling.in
