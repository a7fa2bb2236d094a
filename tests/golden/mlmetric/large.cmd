# exact sums: 1e16 and ones, in any order
printf 'x\n1e16\n1\n1\n-1e16\n1e308\n1e308\n-1e308\n-1e308\n' | mlmetric -q -i tsv -m 'sum(x),mean(x)'
