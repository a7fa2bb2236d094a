# a row on which a pattern of --where hits its limit is neither kept nor left out in silence
printf '{"id":1,"x":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"}\n{"id":2,"x":"aa"}\n{"id":3,"x":"b"}\n' |
	mlparse -c 'id=.id x=.x' --where 'x~^(a+)+$'
# status: 3
