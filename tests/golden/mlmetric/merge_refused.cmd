mlmetric -q -m n here/merge.in --partial > a
mlmetric -q -m n,accuracy here/merge.in --partial > b
mlmetric --merge a b
mlmetric --merge a --fail-if 'accuracy<0.5'
mlmetric --merge --report a
mlmetric --partial --compare=model here/merge.in
head -c 30 a | mlmetric --merge
# status: 2
