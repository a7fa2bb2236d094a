/*
 * method_list - every method, in the order of --list-methods: METHOD(name) is
 * method_<name>, defined in method_<name>.c or, for a variant, in the file of its plain
 * name.  No include guard: included wherever the list is needed.
 */
METHOD(iforest)
METHOD(mad)
METHOD(ewma)
METHOD(autoencoder)
