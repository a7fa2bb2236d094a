# a header with a name missing is an error
printf 'a\tb\n1\t2\n' > x; printf 'a\tc\n3\t4\n' > y; mlparse -q -i tsv -c 'a=a b=b' x y
# status: 2
