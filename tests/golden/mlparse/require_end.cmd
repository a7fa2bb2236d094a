# a stream that says it is whole is read without a word, several behind each other too
printf '{"id":1}\n{"id":2}\n' > log
mlparse -q --end-mark -c 'id=.id' log > a; mlparse -q --end-mark -c 'id=.id' data/damaged/empty.gz > none
mlparse -q --require-end -c 'id=id' a || echo failed
cat a none a | mlparse -q --require-end -c 'id=id' --end-mark || echo failed
mlparse -q --require-end -c 'id=id' a a none || echo failed
gzip -c a | mlparse -q --require-end || echo failed
mlparse --require-end none || echo failed
# only a line of exactly the mark's form is one
printf 'a\tb\tc\td\n#end\trows=x\trejects=0\tstatus=ok\n#end\trows=1\trejects=0\tstatus=ok\n' | mlparse --require-end -q -c 'a=a b=b'
