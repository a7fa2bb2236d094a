mlwindow -w 5m -m 'n,sum(x)' --late=late.tsv
cat late.tsv
