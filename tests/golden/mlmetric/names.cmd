# labels and scores under other names
mlmetric -q --label=truth --pred=guess --score=prob -m n,accuracy,auroc
