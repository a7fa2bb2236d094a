# plain and gzip, members that cut a line, zero padding
printf '{"id":1}\n{"id"' | gzip > a.gz
printf ':2}\n' | gzip >> a.gz
printf '' | gzip >> a.gz
head -c 512 /dev/zero >> a.gz
echo '{"id":3}' > b.gz
mlparse -q -c 'id=.id' a.gz b.gz
