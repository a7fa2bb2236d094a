mlparse -i ndjson -c 'id=.id' --rejects=kept --summary=sum --max-bad=90%; echo "status $?"; cat kept; cat sum
