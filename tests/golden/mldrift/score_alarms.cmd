m='mldrift -q -m mad -r here/windows_reference.tsv'
for o in --alpha=0.2 --contamination=0.1 --threshold=3 --alarms='1 per 12h' '--alpha=0.2 --persist=2/3'; do
	$m "${o%% -*}" ${o#"${o%% -*}"} here/windows.tsv > out
	echo "$o: status $?, $(awk -F'\t' '$10 == 1' out | wc -l) alarms"
done
for o in --alpha=0 --alpha=0.001 --contamination=0.6 --alarms=often --persist=3/2 --why=some '--alpha=0.1 --threshold=1'; do
	$m "${o%% -*}" ${o#"${o%% -*}"} here/windows.tsv
	echo "$o: status $?"
done
