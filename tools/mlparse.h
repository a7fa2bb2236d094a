/*
 * mlparse - what its files share.
 */
#ifndef ML_MLPARSE_H
#define ML_MLPARSE_H

#include "cli_filter.h"
#include "filter.h"
#include "record.h"

/*
 * How rows become text where threads make them ahead; all of it stays the caller's
 * and must live as long as the scan.
 */
struct mlparse_rows {
	const struct cli_filter *filtering;
	const struct intake *in;
	const struct record_options *options;
};

/* Names COLUMN[0..n) as those of W. */
void mlparse_name_columns(struct record_writer *w, const struct plan_column *column, size_t n);
/* Lets the scan of R->in work ahead, if rows of that form allow it. */
void mlparse_work_ahead(struct mlparse_rows *r, struct scan *scan);

#endif
