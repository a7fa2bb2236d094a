# a path that is in no line is told, with the nearest there is
mlparse -c 'id=.request_id model=.model.nmae p=.label best=argmax(.output.prob) v:=3 region=.region'
printf 'id=1 modle=a\n' | mlparse -i logfmt -c 'id=id model=model' --where model=a
printf 'id,model\n1,\n' | mlparse -c 'id=id model=model'
printf '{"id":1}\n' | mlparse -q -c 'label=.label'
