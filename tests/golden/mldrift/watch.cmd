mldrift -m ddm,adwin,hddm_a
# status: 1
