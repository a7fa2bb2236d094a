/*
 * delimited - what format_csv and format_tsv have in common: lines of fields
 * under a header.  Layer: record.
 *
 * The first record names the columns.  A header met again (a file behind another,
 * cat of several) is no row: the same names in any order, or with more among
 * them, move the columns that are bound.  At the start of a file any line
 * that looks like a header is one.  Other records with more or fewer fields than
 * the header are refused.
 *
 * Records without anything to decode are cut by csv_run, many at once, or by csv_pick,
 * which touches only the columns that are bound; the others, and every header, by
 * csv_record.
 */
#ifndef ML_DELIMITED_H
#define ML_DELIMITED_H

#include "format.h"

/* The members of struct format, but for the choice between CSV and TSV. */
int delimited_probe_csv(struct str sample);
int delimited_probe_tsv(struct str sample);
void *delimited_new_csv(const struct format_options *o, struct complaint *c);
void *delimited_new_tsv(const struct format_options *o, struct complaint *c);
void delimited_free(void *state);
void *delimited_copy(const void *state);
uint64_t delimited_epoch(const void *state);
int delimited_survey(void *state, struct str sample, struct survey *survey);
int delimited_bind(void *state, const struct path *const *path, size_t n, struct complaint *c);
void delimited_restart(void *state);
enum format_result delimited_next(void *state, struct str s, bool last, struct value *value,
				  struct format_record *record);
void delimited_run(void *state, struct str s, struct format_run *r);

#endif
