#!/bin/sh
# run.sh [--quick] BIN - the programs with one fault each time: memory, system calls,
# threads (torture.c).  --quick leaves out most of them.
LC_ALL=C TZ=UTC; export LC_ALL TZ
quick=
if [ "$1" = --quick ]; then
	quick=-q
	shift
fi
here=$(cd "$(dirname "$0")" && pwd) || exit 2
bin=$(cd "$1" && pwd) || exit 2
PATH=$bin:$bin/torture:$PATH
data=$here/../data
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 2
passed=0 failed=0
# shellcheck source=tests/torture/try.sh disable=SC1091
. "$here/try.sh"

# A sanitizer's runtime wants to be the first library.
if nm "$bin/mlparse" 2> /dev/null | grep -q __asan_init; then
	echo '0 passed, 0 failed'
	exit 0
fi

# rows NAME SIDES COMMAND...: of mlparse; figures: those that depend on all of the input.
rows()
{
	try "$quick" "$@"
}

figures()
{
	try "$quick -a" "$@"
}

gzip -dc "$data/damaged/ok.gz" | head -n 60 > log
gzip -k log
cat log.gz log.gz > two.gz
head -c 9300 "$data/damaged/ok.gz" > cut.gz
columns='ts=.ts id=.id model=.model score=.score label=.label latency_ms=.latency_ms'
mlparse -q -c "$columns" log > log.tsv
for form in csv ndjson; do
	mlparse -q -c "$columns" -o $form log > log.$form
done
sed 's/[{",}]/ /g; s/ *: */=/g' log > log.logfmt
gzip -c log.tsv > log.gz.tsv
cp log input
sed 's/.*/{"id":1,"features":&}/' log > nested
# Lines that are longer than a block.
awk '{ l = l $0 } END { for (i = 0; i < 3; i++) print "{\"id\":" i ",\"x\":\"" s l l l l l l "\"}" }' \
	log.logfmt > long

rows 'mlparse' '' mlparse -c "$columns"
rows 'mlparse gzip' '' mlparse -c "$columns" two.gz
rows 'mlparse cut gzip' '' mlparse -c "$columns" cut.gz log
rows 'mlparse --recover' '' mlparse --recover -c "$columns" "$data/damaged/two_corrupt1.gz"
rows 'mlparse guessing' '' mlparse log.gz
rows 'mlparse csv' '' mlparse -q -i csv log.csv
rows 'mlparse tsv' '' mlparse -q -i tsv log.tsv
rows 'mlparse logfmt' '' mlparse -q -i logfmt log.logfmt
rows 'mlparse regex' '' mlparse -q -e '"id": "(?<id>[^"]*)".*"model": "(?<model>.)"' log
rows 'mlparse to csv' '' mlparse -q -c "$columns" -o csv log
rows 'mlparse to ndjson' '' mlparse -q -c "$columns" -o ndjson log
figures 'mlparse to a table' '' mlparse -q -c "$columns" -o table log
figures 'mlparse spread' '' mlparse -q -c 'id=.id f=.features' nested
rows 'mlparse long lines' '' mlparse -q -c 'id=.id x=.x' long
rows 'mlparse files' '+out.tsv,+bad,?sum' mlparse -c "$columns" --where 'model=a' -O out.tsv \
	--rejects=bad --summary=sum log.gz log.logfmt
rows 'mlparse --end-mark' '' mlparse -q --end-mark -c "$columns" log
figures 'mlmetric' '' mlmetric log.tsv
figures 'mlmetric -g' '' mlmetric -g model --totals --ci -o csv log.tsv log.gz.tsv
figures 'mlmetric quantiles' '' mlmetric -g id -m 'n,p99(latency_ms),distinct(model),auroc' log.tsv
figures 'mlmetric --report' '' mlmetric --report log.tsv
figures 'mlmetric files' '?out.tsv,+bad,?sum' mlmetric --fail-if 'n>0' -O out.tsv --rejects=bad \
	--summary=sum log.tsv
figures 'mlmetric --require-end' '' mlmetric -q --require-end -m n log.tsv
# Parsing ahead in several threads, of more than one block.
i=0
while [ $i -lt 120 ]; do cat log; i=$((i + 1)); done > many
rows 'mlparse threads' '' mlparse -q --threads=4 -c "$columns" many
figures 'mlmetric threads' '' mlmetric -q --threads=4 -i ndjson -m 'n,mean(latency_ms)' many
if [ -x "$bin/mlwindow" ]; then
	figures 'mlwindow' '' mlwindow -q -w 1m -g model log.tsv
	figures 'mlwindow file' '?out.tsv' mlwindow -q -w 1m -O out.tsv log.tsv
fi
if [ -x "$bin/mldrift" ]; then
	mldrift -q -m mad --fit=log.model log.tsv
	figures 'mldrift' '' mldrift -q -m mad -f latency_ms,score -r log.tsv log.tsv
	figures 'mldrift --fit' '?model' mldrift -q --trees=3 -g model --fit=model -r log.tsv
	figures 'mldrift --model' '?out.tsv' mldrift -q --model=log.model -O out.tsv log.tsv
	head -n 300 "$here/../golden/mldrift/compare_reference.tsv" > reference.tsv
	head -n 60 "$here/../golden/mldrift/compare_profile.in" > compared.tsv
	mldrift -q -m psi,ks --fit=psi.profile reference.tsv
	figures 'mldrift compare' '' mldrift -q -m psi,ks -r reference.tsv -w 1h compared.tsv
	figures 'mldrift profile' '?profile' mldrift -q -m psi,ks --fit=profile -r reference.tsv
	figures 'mldrift with it' '?out.tsv' mldrift -q -m psi,ks -r psi.profile -O out.tsv compared.tsv
	figures 'mldrift season' '' mldrift -q -m psi --season=1d -r reference.tsv -w 1h compared.tsv
	figures 'mldrift autoencoder' '' mldrift -q -m autoencoder -f latency_ms,score -r log.tsv \
		log.tsv
	figures 'mldrift watch' '' mldrift -q -m cusum,kswin -f latency_ms log.tsv
	figures 'mldrift watch file' '?out.tsv' mldrift -q -m cusum -f score -O out.tsv log.gz.tsv
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
