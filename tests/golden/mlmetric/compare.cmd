mlmetric -q --compare=pred2 -m n,accuracy,f1 -o ndjson
