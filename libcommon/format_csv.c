#include "delimited.h"

const struct format format_csv = {
	.name = "csv",
	.named = true,
	.summary = "comma-separated values with a header line (RFC 4180)",
	.probe = delimited_probe_csv,
	.new = delimited_new_csv,
	.free = delimited_free,
	.copy = delimited_copy,
	.epoch = delimited_epoch,
	.survey = delimited_survey,
	.bind = delimited_bind,
	.restart = delimited_restart,
	.next = delimited_next,
	.run = delimited_run,
};
