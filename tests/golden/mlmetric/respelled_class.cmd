# p_a_b is about "a b", and a_b is how the model's own code writes that class.
mlmetric -m n,accuracy,log_loss
