"""What a short Python script does with the benchmark log: count and mean by model."""

import collections
import gzip
import json
import sys

count = collections.Counter()
total = collections.Counter()
with gzip.open(sys.argv[1], "rb") as log:
    for line in log:
        row = json.loads(line)
        model = row["model"]["name"]
        count[model] += 1
        total[model] += row["latency_ms"]
for model in sorted(count):
    print(model, count[model], total[model] / count[model], sep="\t")
