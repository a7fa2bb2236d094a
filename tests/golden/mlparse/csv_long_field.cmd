# a text over more lines and bytes than the first lines that a format is guessed from;
# from a pipe and a file, with and without threads, it is the same record
{
	printf 'id,text,score\n1,"'
	i=0
	while [ $i -lt 4000 ]; do i=$((i + 1)); printf 'line %d of the prompt, with a comma and ""quotes"", long enough to fill blocks\r\n' $i; done
	printf '",0.5\n2,short,0.25\n'
} > log
wc -c < log
mlparse log | cksum
mlparse -q -i csv --threads=1 < log | cksum
gzip -c log | mlparse -q | cksum
mlparse -q -c 'id=id n=text score=score' -o ndjson log | cut -c 1-60
