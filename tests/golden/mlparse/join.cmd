# tables joined by cat: a header met again is dropped, one in another order is followed
printf 'a\tb\n1\t2\na\tb\n3\t4\nb\ta\n6\t5\n' | mlparse -q -i tsv -c 'a=a b=b'
