printf 'x\n1\nNaN\n\ntwo\n1e300\n3\n' | mldrift -m adwin -f x --max-bad=90% -v
printf 'pred\tlabel\nspam\tspam\n1\t1.0\n\t1\n2\t\n' | mldrift -m ddm
printf 'x\n' | mldrift -m adwin -f x
printf '' | mldrift -m adwin -f x
