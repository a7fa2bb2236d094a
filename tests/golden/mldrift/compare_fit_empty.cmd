mldrift -m psi --fit p.profile
# status: 2
