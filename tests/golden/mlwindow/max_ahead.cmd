mlwindow -w 5m -m 'n,sum(x)'
# status: 3
