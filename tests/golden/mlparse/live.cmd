# whoever watches a log grow sees each row before the next line is written
mkfifo log rows
for options in '-i ndjson -c id=.id' '--threads=1' '-i csv'; do
	timeout 20 mlparse $options < log > rows &
	exec 3> log 4< rows
	case $options in
	*csv) printf 'id\n1\n' >&3 ;;
	*) echo '{"id":1}' >&3 ;;
	esac
	read -r header <&4 && read -r row <&4 && echo "$header $row, then"
	case $options in
	*csv) echo 2 >&3 ;;
	*) echo '{"id":2}' >&3 ;;
	esac
	read -r row <&4 && echo "$row"
	exec 3>&-
	cat <&4
	wait $!
done
