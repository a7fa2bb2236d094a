#!/bin/sh
# forest.sh BENCH PYTHON - CPU seconds that isolation forests of 100 trees take for fitting
# and scoring 1,000,000 rows of 6 columns, in one thread: ours, and the peers' that
# PYTHON can import.
LC_ALL=C OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
export LC_ALL OMP_NUM_THREADS OPENBLAS_NUM_THREADS
here=$(cd "$(dirname "$0")" && pwd) || exit 2
rows=$(mktemp) || exit 2
trap 'rm -f "$rows"' EXIT
trap 'exit 130' INT TERM

say()
{
	printf '%-20s %8s s fit %8s s score\n' "$@"
}

echo 'isolation forest, 100 trees, 1000000 rows x 6 columns, one thread, CPU seconds'
took=$("$1/forest" "$rows") || exit 2
# shellcheck disable=SC2086
say mltools $took
for peer in scikit-learn isotree; do
	took=$("$2" "$here/forest.py" "$peer" "$rows" 2> /dev/null)
	case $? in
	0) # shellcheck disable=SC2086
		say $peer $took ;;
	3) echo "not installed: $peer" ;;
	*) echo "failed: $peer" ;;
	esac
done
