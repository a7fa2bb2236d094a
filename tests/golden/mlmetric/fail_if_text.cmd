# A text is below and above no number.
mlmetric -q -m n --fail-if 'mode(model)>3' here/meant_names.in
mlmetric -m n --fail-if 'mode(model)>3' here/meant_names.in
# status: 1
