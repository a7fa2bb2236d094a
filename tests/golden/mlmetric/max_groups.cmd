mlmetric -q --max-groups=2 -g id -m n
# status: 3
