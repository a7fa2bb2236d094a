{
	echo '{"id":1}'
	printf '{"id":2,"text":"'
	head -c 100000 /dev/zero | tr '\0' x
	echo '"}'
	echo '{"id":3}'
} | mlparse --max-line=64K -c 'id=.id'
# status: 3
