#include "cli_filter.h"

const struct cli_option *
cli_filter_options(struct cli_filter *f)
{
	const struct cli_option row[] = {
		{'S', "since", CLI_TEXT, &f->since, "TIME",
		 "rows from TIME on: a time, an epoch, today, '2h ago'", NULL, 0, 0},
		{'U', "until", CLI_TEXT, &f->until, "TIME", "rows before TIME", NULL, 0, 0},
		{0, "where", CLI_LIST, &f->where, "COND",
		 "rows with name OP value, OP one of = != < <= > >= ~ !~; all must hold", NULL, 0,
		 0},
		{0, "sample", CLI_NUMBER, &f->sample, "SHARE",
		 "a share of the rows, chosen by their id: the same in every run", NULL, 1e-9, 1},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};

	_Static_assert(sizeof row <= sizeof f->row, "CLI_FILTER_ROWS is too small");
	memcpy(f->row, row, sizeof row);
	return f->row;
}

static int
parse_bound(const struct intake *in, const char *option, const char *text, int64_t *us,
	    struct complaint *c)
{
	int status;

	if (!text)
		return 0;
	status = timestamp_parse_wish(str_of(text), intake_now(in), intake_zone(in), us);
	if (status < 0)
		return complain(c, STATUS_USAGE, 0,
				"%s '%s' is no time (2024-05-30T21:46:03Z, today, '2h ago')",
				option, text);
	return 0;
}

int
cli_filter_open(const struct cli_filter *f, const struct intake *in, struct filter *filter,
		struct complaint *c)
{
	int status;

	filter_init(filter);
	if (f->sample > 0)
		filter->sample = f->sample;
	status = parse_bound(in, "--since", f->since, &filter->since, c);
	if (status == 0)
		status = parse_bound(in, "--until", f->until, &filter->until, c);
	if (status == 0 && f->since && f->until && filter->since > filter->until)
		status = complain(c, STATUS_USAGE, 0, "--since '%s' is later than --until '%s'",
				  f->since, f->until);
	for (size_t i = 0; i < f->where.n && status == 0; i++) {
		status = filter_add(filter, str_of(f->where.item[i]), c);
		if (status < 0)
			complain_about(c, "--where", f->where.item[i]);
	}
	return status;
}

bool
cli_filter_judges(const struct filter *filter, struct intake *in, const struct row *row)
{
	int keeps = filter_keeps(filter, row);

	if (keeps == 0)
		intake_filtered(in);
	if (keeps < 0) {
		enum reject_reason reason;
		const char *why = cli_filter_refusal(&reason);

		intake_reject(in, row, reason, "%s", why);
	}
	return keeps == 1;
}

const char *
cli_filter_refusal(enum reject_reason *reason)
{
	*reason = REJECT_REGEX_LIMIT;
	return "--where: the pattern hit a limit";
}

void
cli_filter_release(struct cli_filter *f)
{
	cli_list_release(&f->where);
}
