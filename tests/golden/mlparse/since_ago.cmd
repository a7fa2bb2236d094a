mlparse -q -c 'ts=.timestamp' -S '2s ago' --as-of=2024-05-30T21:46:06Z
