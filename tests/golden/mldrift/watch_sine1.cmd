mldrift -m adwin,ddm,hddm_a,hddm_w,page_hinkley data/streams/sine1.tsv.gz
mldrift -m eddm data/streams/sine1.tsv.gz | awk '$5 == "drift" {print $2}' | tr '\n' ' '
