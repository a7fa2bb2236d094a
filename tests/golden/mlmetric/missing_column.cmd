mlmetric -m accuracy; mlmetric -m auroc here/classes_equal.in
# status: 2
