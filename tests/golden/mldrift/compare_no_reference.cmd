mldrift -m psi
# status: 2
