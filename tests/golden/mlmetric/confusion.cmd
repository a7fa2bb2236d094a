mlmetric -q --confusion here/multiclass.in; mlmetric -q --confusion -g model here/default.in
