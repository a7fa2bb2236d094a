mlmetric -q --calibration=4
