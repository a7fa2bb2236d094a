#!/bin/sh
# valgrind.sh BIN - golden cases of each program under valgrind: reads of what was never
# set, which the sanitizers of make MODE=san do not see, and what is lost at the end.
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/.." || exit 2
bin=$(cd "$1" && pwd) || exit 2
command -v valgrind > /dev/null 2>&1 || {
	echo 'valgrind: not installed'
	echo '0 passed, 0 failed'
	exit 0
}
# A few of each program: they run a hundred times slower.
most=2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Without the sandbox: valgrind reads files of its own, and may not know the calls.
for program in mlparse mlmetric mlwindow mldrift; do
	cat > "$work/$program" <<-EOF
	#!/bin/sh
	exec valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite \\
		$bin/$program --no-sandbox "\$@"
	EOF
	chmod +x "$work/$program"
done

# Every n-th case, so that one kind of name does not make up all of them; those about memory
# and signals measure the machine.
cases()
{
	for program in mlparse mlmetric mlwindow mldrift; do
		grep -L 'ulimit\|kill\|mkfifo\|timeout' tests/golden/$program/*.cmd |
			awk -v most=$most '{ name[NR] = $0 }
				END {
					step = NR > most ? NR / most : 1
					for (i = 1; i <= NR; i += step)
						print name[int(i)]
				}'
	done
}

# shellcheck disable=SC2046
sh tests/golden/run.sh "$work" $(cases)
