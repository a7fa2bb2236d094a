# the counts behind the rows, not over them
{
	echo before
	printf '{"id":1}\n' | mlparse -q -c 'id=.id' --summary=/dev/stdout
} > both
cut -c 1-60 both
