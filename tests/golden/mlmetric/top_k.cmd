mlparse -q data/logs/yardstick_hpc_cv.jsonl.gz | mlmetric -q -m 'top_k@1,top_k@2,top_k@3,accuracy'
