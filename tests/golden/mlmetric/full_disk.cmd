mlmetric -q > /dev/full
# status: 2
