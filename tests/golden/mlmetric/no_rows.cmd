# Nothing came: a condition holds then, unless it is told otherwise.
printf 'model\tpred\tlabel\n' > header
mlmetric -m n,f1 --fail-if 'f1<0.5' header; echo $?
mlmetric -m n,f1 --fail-if 'f1<0.5' --fail-empty=pass header; echo $?
mlmetric -m rmse header; echo $?
mlmetric --report header; echo $?
mlmetric -q -g model -m n --fail-if 'n<5' header; echo $?
mlmetric -g model -m n --fail-if 'n<5' header; echo $?
mlmetric --fail-if 'n<5' --fail-if 'accuracy<0.9'; echo $?
mlmetric --fail-if 'n<5' --fail-empty=pass; echo $?
