mlparse --colums=x; mlparse -i jsn < /dev/null; mlparse --max-line=0 < /dev/null
# status: 2
