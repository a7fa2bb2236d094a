mlwindow -w 5m -m n
