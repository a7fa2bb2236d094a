printf 'ts\n2024-05-26\n2024-05-27\n2024-06-02\n' | mlwindow -q -w 1w --local -m n --all
printf 'ts\n2024-02-29\n2023-02-28\n' | mlwindow -q -w 1month -m n --all
