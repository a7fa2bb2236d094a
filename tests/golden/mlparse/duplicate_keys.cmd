mlparse -c 'id=.id'; mlparse --dup=first -c 'id=.id' < here/duplicate_keys.in; mlparse --dup=error -c 'id=.id' < here/duplicate_keys.in
# status: 3
