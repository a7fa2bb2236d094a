/*
 * The log formats, in the order in which a tie between probes is decided.  One
 * line here and one file format_<name>.c make a format.
 */
FORMAT(ndjson)
FORMAT(tsv)
FORMAT(csv)
FORMAT(logfmt)
FORMAT(regex)
