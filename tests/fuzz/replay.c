/*
 * replay FILE... - what libFuzzer would do with these inputs, without libFuzzer: each is
 * given to the target in memory of just its size.  The last line says how many there were.
 */
#include <stdio.h>

#include "fuzz.h"
#include "slurp.h"

static int
replay(const char *path)
{
	struct buf b;
	uint8_t *copy;

	buf_init(&b, BUF_CAP_MAX);
	if (slurp(path, &b) < 0 || !(copy = malloc(b.n + !b.n))) {
		fprintf(stderr, "%s: cannot be read\n", path);
		buf_release(&b);
		return -1;
	}
	if (b.n)
		memcpy(copy, b.p, b.n);
	LLVMFuzzerTestOneInput(copy, b.n);
	free(copy);
	buf_release(&b);
	return 0;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (replay(argv[i]) < 0)
			return 2;
	printf("%d inputs\n", argc - 1);
	return 0;
}
