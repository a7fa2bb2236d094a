mlparse -q --end-mark -c 'id=.id'; head -c 9300 data/damaged/ok.gz | mlparse -q --end-mark -c 'id=.id' | tail -n 1
