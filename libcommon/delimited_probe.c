#include "csv.h"
#include "delimited.h"
#include "delimited_header.h"

size_t
delimited_sampled(struct csv *c, struct str *rest, int *result)
{
	size_t used = 0;

	*result = CSV_MORE;
	if (rest->n)
		*result = csv_record(c, *rest, rest->p[rest->n - 1] != '\n', &used);
	if (*result == CSV_MORE)
		used = 0;
	rest->p += used;
	rest->n -= used;
	return used;
}

/*
 * How many records of SAMPLE have as many fields as the first, in percent; 0 when
 * that one has fewer than two or is no header.
 */
static int
consistency(struct csv *c, struct str sample)
{
	size_t fields = 0, records = 0, same = 0;
	int result;

	while (delimited_sampled(c, &sample, &result)) {
		if (result == CSV_RECORD && c->n == 0)
			continue;
		if (records++ == 0) {
			fields = c->n;
			if (result != CSV_RECORD || fields < 2 ||
			    !delimited_looks_like_header(c->field, fields))
				return 0;
		}
		same += result == CSV_RECORD && c->n == fields;
	}
	return records ? (int)(100 * same / records) : 0;
}

static int
consistency_of(char delimiter, bool tsv, struct str sample)
{
	struct csv c;
	int percent;

	csv_init(&c, delimiter, tsv);
	percent = consistency(&c, sample);
	csv_release(&c);
	return percent;
}

char
delimited_guess(struct str sample, int *percent)
{
	static const char candidates[] = ",;|";
	char best = ',';

	*percent = 0;
	for (const char *d = candidates; *d; d++) {
		int its = consistency_of(*d, false, sample);

		if (its > *percent) {
			*percent = its;
			best = *d;
		}
	}
	return best;
}

int
delimited_probe_csv(struct str sample)
{
	int percent;

	delimited_guess(sample, &percent);
	return percent;
}

int
delimited_probe_tsv(struct str sample)
{
	return consistency_of('\t', true, sample);
}
