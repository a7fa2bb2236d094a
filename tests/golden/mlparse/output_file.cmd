# whole or not at all
echo old > out
mlparse -q -c 'id=.id' -O out; cat out
mlparse -q -c 'id=.id' -O missing/out < here/output_file.in; ls
