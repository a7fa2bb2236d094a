mlwindow -q -w 5m -o ndjson -g model -m n,accuracy < here/tumbling.in
