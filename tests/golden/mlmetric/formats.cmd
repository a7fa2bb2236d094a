for o in tsv csv ndjson; do mlmetric -q -g model -m 'n,auroc,mode(region)' -o $o here/default.in; done
