mlparse -e '(?<ts>[a-' < /dev/null
# status: 2
