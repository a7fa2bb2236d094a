# sound lines, one message, status 3; with --recover what comes behind
mlparse -q -c 'id=.id' data/damaged/two_corrupt1.gz | wc -l
mlparse -c 'id=.id' --recover data/damaged/two_badmagic2.gz > out; echo "status $?"; wc -l < out
