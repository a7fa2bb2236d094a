mlmetric -q -m n here/merge.in --partial > a
mlmetric -q -m n,accuracy here/merge.in --partial > b
mlmetric --merge a b
mlmetric --merge a --fail-if 'accuracy<0.5'
mlmetric --merge --report a
mlmetric --partial --compare=model here/merge.in
head -c 30 a | mlmetric --merge
mlmetric --partial --end-mark here/merge.in
mlmetric --partial -o csv here/merge.in
mlmetric --merge -m n a
mlmetric --merge --where 'model=a' a
mlmetric --report=2 here/merge.in
mlmetric -i regex here/merge.in
# status: 2
