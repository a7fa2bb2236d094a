mlparse -c 'id=.id' | od -An -c
