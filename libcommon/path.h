/*
 * path - where in a log line a column comes from, as people write it after -c.
 * Layer: parse.
 *
 *   name=SOURCE          a column
 *   name:=TEXT           a column with the same text, UTF-8, in every row
 *   SOURCE  : TERM ('//' TERM)* [ '*' NUMBER | '/' NUMBER ]
 *   TERM    : PATH | FUNCTION '(' PATH ')'      argmax max len
 *   PATH    : name | "odd name"     a field of logfmt, CSV, TSV, a named group, or
 *                                   a key of the outermost JSON object, points and all
 *           | ('.' key | '."odd key"' | '[' index ']')+      index may be negative
 * f=.features, p=.probs, c=.tags (or with [] behind) spread an object or array into
 * columns f_*, p_*, c_*: a name of one letter f, p or c, where values can be nested.  Columns are
 * separated by blanks or line feeds; '#' begins a comment at the start of a word; "auto" stands for
 * all that guessing finds beside the columns named. In "odd key" the escapes \" and \\ are known.
 * Within '', as in a shell, every byte stands for itself, and '' for one '.  A name may be given
 * once; f, p and c take neither functions nor a scale.
 */
#ifndef ML_PATH_H
#define ML_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

struct path_step {
	struct str key; /* key.p NULL: index counts */
	int32_t index;  /* negative: from the end, -1 is the last */
};

struct path {
	struct path_step *step;
	size_t n;
	bool bare; /* a bare name: step[0].key */
};

enum path_function { PATH_VALUE, PATH_ARGMAX, PATH_MAX, PATH_LEN };

struct path_term {
	struct path path;
	enum path_function function;
};

struct path_column {
	struct str name;        /* legal by design.md 2.2 */
	struct path_term *term; /* the first that is present counts */
	size_t n;               /* 0: literal */
	struct str source;      /* as it was written, for people */
	struct str literal;
	bool spread; /* name is f, p or c */
	bool scaled; /* the value times scale_by (or divided, if scale_divides) */
	bool scale_divides;
	double scale_by;
};

struct path_columns {
	struct path_column *column;
	size_t n;
	bool automatic; /* "auto" was among them */
	void *memory;   /* what the slices point to */
};

/* Parses a whole -c text (or a file's); 0 or STATUS_SYNTAX with C filled. */
int path_columns_parse(struct path_columns *pc, struct str text, struct complaint *c) MUST_USE;
void path_columns_release(struct path_columns *pc);

/* Appends the field NAME as a bare name or key that reads back, whatever its bytes. */
int path_quote(struct str name, struct buf *out);

/* One PATH by itself; 0 or STATUS_SYNTAX. */
int path_parse(struct path *p, struct str text, struct complaint *c) MUST_USE;
void path_release(struct path *p);

#endif
