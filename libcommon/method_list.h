/*
 * method_list - every method, in the order of --list-methods: METHOD(name) is
 * method_<name>, defined in method_<name>.c or, for a variant, in the file of its plain
 * name.  No include guard: included wherever the list is needed.
 */
METHOD(iforest)
METHOD(mad)
METHOD(ewma)
METHOD(autoencoder)
METHOD(psi)
METHOD(js)
METHOD(ks)
METHOD(hellinger)
METHOD(kl)
METHOD(chi2)
METHOD(cramers_v)
METHOD(wasserstein)
METHOD(linf)
METHOD(cvm)
METHOD(ad)
METHOD(adwin)
METHOD(ddm)
METHOD(eddm)
METHOD(hddm_a)
METHOD(hddm_w)
METHOD(page_hinkley)
METHOD(kswin)
METHOD(cusum)
