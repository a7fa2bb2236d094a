# 512 levels are taken, 513 are one reject
for n in 511 512 100000; do
	printf '{"id":%s,"deep":' "$n"
	head -c "$n" /dev/zero | tr '\0' '['
	head -c "$n" /dev/zero | tr '\0' ']'
	echo '}'
done | mlparse -i ndjson -c 'id=.id' 2> err
cut -c 1-80 err
