mlparse < /dev/null; echo "status $?"; mlparse --require-input < /dev/null; echo "status $?"; mlparse -e "(?<a>.)" < /dev/null
