#include "lines.h"

#include "fuzz.h"
#include "hash.h"
#include "token.h"

void
lines_mend(struct str line, struct buf *out)
{
	size_t n = line.n;

	while (n && line.p[n - 1] != ':' && line.p[n - 1] != '\t')
		n--;
	if (n == 0 || line.p[n - 1] != ':') {
		buf_add(out, line.p, line.n);
		return;
	}
	buf_add(out, line.p, n);
	HOLD(token_put_hex(out, hash_stable(STR_N(line.p, n))) == 0);
}

void
lines_mend_all(struct str text, struct buf *out)
{
	while (text.n) {
		lines_mend(token_until(&text, '\n'), out);
		buf_addc(out, '\n');
	}
}
