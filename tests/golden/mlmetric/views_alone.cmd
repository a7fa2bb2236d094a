mlmetric --report -m n here/meant_names.in
mlmetric --report --ci here/meant_names.in
mlmetric --best=f1 here/meant_names.in
mlmetric --calibration=2.5 here/meant_names.in
mlmetric --calibration=20000 here/meant_names.in
# status: 2
