# rows in any order, the same bytes
mlparse -q data/logs/yardstick_hpc_cv.jsonl.gz > a
{ head -n 1 a; tail -n +2 a | sort -r; } > b
mlmetric -q a > x; mlmetric -q b > y; cmp x y && echo same
