mlmetric -q --report here/multiclass.in
