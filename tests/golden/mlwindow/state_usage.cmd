mlwindow -w 5m --open here/tumbling.in
mlwindow -w 5m --state=s --all here/tumbling.in
mlwindow -w 5m --state=s --partial here/tumbling.in
mlwindow -w 5m --state=nowhere/s here/tumbling.in
mlwindow -w 5m -g model -m n -q --state=s here/tumbling.in
mlwindow -w 5m -g model -m n -q --state=s here/tumbling.in
mlwindow -w 5m -g model -m n -q --state=s --open here/tumbling.in
mlwindow -w 5m -m n -q --state=s here/tumbling.in
# status: 2
