# the reader takes over what the end mark says, and says it on
head -c 9300 data/damaged/ok.gz | mlparse -q --end-mark -c 'id=.id label=.label score=.score' |
	mlmetric -q --require-end --end-mark -m n,accuracy
echo "status $?"
mlparse -q --end-mark -c 'id=.id label=.label score=.score' data/damaged/ok.gz |
	mlmetric -q --require-end --end-mark -m n,accuracy
echo "status $?"
# nothing in, nothing out, and whole
mlparse -q --end-mark -c 'label=.label' < /dev/null | mlmetric --require-end
