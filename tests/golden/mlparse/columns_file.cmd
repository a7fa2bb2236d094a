# comments and line ends in a file of columns
printf '%s\n' '# what fraud logs have' 'model=.model.name  # nested' 'pred=.output.prediction' > fraud.columns
mlparse -C fraud.columns
