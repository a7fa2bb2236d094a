# where nothing is nested, f, p and c are names like any other
printf 'ts,p,c,f\n1717105563,0.5,blue,2\n' | mlparse
printf 'p=0.5 c=blue\n' | mlparse -q -i logfmt -c 'p=p c=c'
printf '0.5 blue\n' | mlparse -q -e '(?<p>\S+) (?<c>\S+)'
