mlmetric --report --confusion here/multiclass.in; mlmetric --thresholds here/multiclass.in; mlmetric --ci=200 here/multiclass.in
# status: 2
