mlmetric -g model
