/*
 * log_file - a log of a test in a temporary file, and scans over such files.
 */
#ifndef ML_LOG_FILE_H
#define ML_LOG_FILE_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scan.h"

enum { LOG_FILES_MAX = 4 };

struct log_files {
	char path[LOG_FILES_MAX][32];
	const char *name[LOG_FILES_MAX];
	size_t n;
};

static void
log_file_add(struct log_files *l, const char *content, size_t n)
{
	char *path = l->path[l->n];
	int fd;

	memcpy(path, "/tmp/log-XXXXXX", sizeof "/tmp/log-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, n), (ssize_t)n);
	close(fd);
	l->name[l->n++] = path;
}

static void
log_files_remove(struct log_files *l)
{
	for (size_t i = 0; i < l->n; i++)
		unlink(l->name[i]);
	l->n = 0;
}

#endif
