# What the methods know nothing of is refused by its name, not ignored.
try()
{
	mldrift "$@" here/windows.tsv 2>&1 >&3 3>&- | head -n 1 | sed 's/^mldrift: //' >&2
}
exec 3>&1
try -w 1h -r here/windows_reference.tsv
try -m mad --lateness=1m
try -m ewma --fdr=0.1
try -m autoencoder --floor=1
try --set delta=1
try --state=s
try -m psi -r here/windows_reference.tsv --alpha=0.05
try -m ks,psi -r here/windows_reference.tsv --model=m
try -m psi -r here/windows_reference.tsv --trees=10
try -m psi -r here/windows_reference.tsv --state=s
try -m psi -r here/windows_reference.tsv --max-reference=10
try -m psi -r here/windows_reference.tsv --max-ahead=1h
try -m psi -r here/windows_reference.tsv --fdr=0.1 --fit=p
try -m cusum -r here/windows_reference.tsv
try -m cusum --season=1d
try -m cusum -w 1h
try -m cusum --threshold=0.6
try -m mad --trees=100
try -m mad,ewma --extension=1
try -m iforest --hidden=3
try -m iforest,autoencoder --lambda=0.1
try --model=m --subsample=64
try --model=m --max-reference=64
try --fit=m --why=all
try --pooled
