mlparse -e '^\S+ \S+ \S+ \[(?<ts>[^]]+)\] "\S+ /v1/(?<model>\w+)\S* [^"]*" (?<status>\d+) \d+ (?<latency_s>[\d.]+)'
# status: 3
