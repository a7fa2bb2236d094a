# the same ids in every run, whatever the rows around them
i=0
while [ $i -lt 2000 ]; do i=$((i + 1)); echo "{\"id\":\"r$i\"}"; done > log
mlparse -q --sample=0.01 log > one
tail -n 1000 log | mlparse -q --sample=0.01 > two
wc -l < one
tail -n +2 two | grep -vxFf one || echo "every one of $(wc -l < two) in both"
