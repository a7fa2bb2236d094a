mlwindow -w 5m -m n --max-bad=2
