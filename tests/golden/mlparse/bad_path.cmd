mlparse -c 'a=.b[x]' < /dev/null; mlparse -c 'nonsense' < /dev/null; mlparse -c 'a=.b a=.c' < /dev/null
# status: 2
