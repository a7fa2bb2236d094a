# a stream without its end mark, or with a wrong one, never passes for a short log
mark() { printf '#end\trows=%s\trejects=0\tstatus=%s\n' "$@"; }
try() { echo "--- $1" >&2; shift; mlparse -q --require-end -c 'id=id' "$@" > out; echo "status $?" >&2; cat out; }
printf 'id\n1\n2\n' > cut; { cat cut; mark 2 ok; } > whole
{ cat cut; mark 3 ok; } > lost; { cat cut; mark 2 damaged; } > damaged; { cat whole; echo 3; } > behind
printf 'id\n1\n23' > torn; printf 'id\n' > header; : > empty
try absent cut
try 'wrong count' lost
try 'damaged at its source' damaged
try 'rows behind it' behind
try 'a torn last line' torn
try 'nothing but a header' header
try 'no byte' empty
try 'one of two files' whole empty
cat cut whole > joined; try 'the first of two streams' joined
cat header whole > joined; try 'the first of two streams, without a row' joined
try 'the first of two files' cut whole
gzip -c whole | head -c 30 > cut.gz; try 'cut gzip' cut.gz
try 'a file that is not there' nowhere whole
try 'no tsv' -i csv whole
mlparse -o csv --end-mark -c 'id=id' whole; echo "status $?" >&2
