# a log is read like records
mlmetric -q -g model -m n,auroc data/logs/f538_games.jsonl.gz
