mlwindow here/tumbling.in
mlwindow -w 5m --count 3 here/tumbling.in
mlwindow -w 5x here/tumbling.in
mlwindow -w 5m --local here/tumbling.in
mlwindow -w 5m --fill --time nothing here/tumbling.in
mlwindow --session 5m --fill here/tumbling.in
mlwindow --count 5 --partial here/tumbling.in
mlwindow -w 5m -m 'delta(accurcy)' here/tumbling.in
mlwindow -w 5m --ewma=n:2 here/tumbling.in
mlwindow -w 5m --lateness=soon here/tumbling.in
# status: 2
