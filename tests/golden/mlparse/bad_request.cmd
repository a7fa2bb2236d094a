# what is wrong, where, and what there is
try() { mlparse "$@" < /dev/null; }
try -i jsn; try -i nd; try -i csv -e '(?<a>.)'
try -e '(?<a>x'; try -e '(?<a>.)(?C1)'; try -e 'a'; try -e "$(printf '(?<a>%060d[)' 0)"
try --where 'a~(b'; try --where a; try -S 2024-05-31 -U 2024-05-30; try -S 12h
# status: 2
