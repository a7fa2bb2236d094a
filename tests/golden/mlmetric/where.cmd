mlmetric -q -S 2024-05-30T21:46:05Z --where status=200 -m n
