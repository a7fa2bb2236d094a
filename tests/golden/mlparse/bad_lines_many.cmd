# five of a kind are shown
for i in 1 2 3 4 5 6 7 8; do echo "bad $i"; echo "{\"id\":$i}"; done | mlparse -c 'id=.id'
# status: 3
