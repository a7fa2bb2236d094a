# a file that is not there, and a directory: the others go on
printf '{"id":1}\n' > a
printf '{"id":2}\n' > b
mkdir d
mlparse -q -c 'id=.id' a missing d b
# status: 2
