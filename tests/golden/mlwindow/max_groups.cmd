mlwindow -w 1h -g model --max-groups=1 -m n < here/tumbling.in
# status: 3
