mlmetric -m acuracy; mlmetric -m 'mean(latncy_ms)' < here/unknown_metric.in; mlmetric -g modle < here/unknown_metric.in
# status: 2
