# a log of many blocks, with rejects, rows left out and a column that comes late: rows,
# messages, summary and kept rejects are the same for any number of threads
awk 'BEGIN {
	for (i = 0; i < 60000; i++) {
		if (i % 9973 == 17)
			print "{\"id\":" i ",\"score\":\"high\"}"
		else if (i % 7919 == 5)
			print "{\"id\":" i ",\"sco"
		else if (i == 41000)
			print "{\"id\":" i ",\"score\":0.5,\"f\":{\"late\":1,\"age\":2}}"
		else
			printf "{\"id\":%d,\"score\":%.3f,\"f\":{\"age\":%d,\"city\":\"x y\"},\"pad\":\"%040d\"}\n",
				i, i / 60000, i % 90, i
	}
}' > log
for n in 1 2 3 8; do
	mlparse --threads=$n --rejects=bad --summary=sum --where 'score<0.9' -c 'id=.id score=.score f=.f' \
		log 2>&1 > rows | cat - rows bad sum | cksum
done | uniq | wc -l
mlparse --threads=3 --rejects=bad --where 'score<0.9' -c 'id=.id score=.score f=.f' log 2>&1 > rows | tail -1
gzip -n log
for n in 1 2 3 8; do
	mlparse -q --strict --threads=$n -c 'id=.id score=.score f=.f' log.gz 2>&1 | cksum
done | uniq | wc -l
