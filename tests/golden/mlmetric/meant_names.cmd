# Names of other tools, names in capitals, a column far from the ones in use.
mlmetric -m auc here/meant_names.in
mlmetric -m F1 here/meant_names.in
mlmetric -m 'std(score)' here/meant_names.in
mlmetric --fail-if 'acc<0.9' here/meant_names.in
mlmetric --where modl=a here/meant_names.in
mlmetric --compare=pred3 here/meant_names.in
mlmetric -m n --sample=1 --where 'score>=0' here/meant_names.in
