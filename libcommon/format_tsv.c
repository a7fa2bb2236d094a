#include "delimited.h"

const struct format format_tsv = {
	.name = "tsv",
	.named = true,
	.summary = "tab-separated values with a header line (mlrec.5)",
	.probe = delimited_probe_tsv,
	.new = delimited_new_tsv,
	.free = delimited_free,
	.copy = delimited_copy,
	.epoch = delimited_epoch,
	.survey = delimited_survey,
	.bind = delimited_bind,
	.restart = delimited_restart,
	.next = delimited_next,
	.run = delimited_run,
};
