printf 'pred\tlabel\n' | mlmetric; echo "status $?"; mlmetric < /dev/null; echo "status $?"
