/*
 * sandbox - by Landlock.
 *
 * Whoever finds a way to run code of his own by the bytes of a log is left with what the
 * program needs: the files on its command line.  Files are opened late here (the operands
 * one after the other, the output's name is taken at the end), so the rules are made from
 * the command line before the first byte is read, and by folders: a rule for a file is one
 * for its inode, which is another one after the file was rotated or replaced.
 *
 * A list that lacks something would refuse what a person asked for.  So it is given up
 * when a path cannot be looked at for another reason than that it is not there.
 */
#define _GNU_SOURCE /* O_PATH, syscall */

#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"

/* Sanitizers and gcov open files of their own at the end. */
#if defined(__linux__) && defined(__has_include) && !defined(NO_SANDBOX)
#if __has_include(<linux/landlock.h>)
#define HAVE_LANDLOCK
#endif
#endif

#ifdef HAVE_LANDLOCK

#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Those that came after the first version, for older headers. */
#define ACCESS_REFER (1ULL << 13)
#define ACCESS_TRUNCATE (1ULL << 14)
#define ACCESS_IOCTL_DEV (1ULL << 15)

#define ACCESS_FIRST ((1ULL << 13) - 1)
#define READING LANDLOCK_ACCESS_FS_READ_FILE
#define READING_FOLDER LANDLOCK_ACCESS_FS_READ_DIR
#define REPLACING (READING_FOLDER | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define WRITING_FILE (READING | LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE)
/* Which rights make sense for what is no folder. */
#define OF_FILES (WRITING_FILE | LANDLOCK_ACCESS_FS_EXECUTE | ACCESS_IOCTL_DEV)

static unsigned long long
rights_of_version(long version)
{
	unsigned long long rights = ACCESS_FIRST;

	if (version >= 2)
		rights |= ACCESS_REFER;
	if (version >= 3)
		rights |= ACCESS_TRUNCATE;
	if (version >= 5)
		rights |= ACCESS_IOCTL_DEV;
	return rights;
}

void
sandbox_begin(struct sandbox *s, bool wanted)
{
	struct landlock_ruleset_attr attr = {0};
	long version = -1;

	*s = (struct sandbox){.ruleset = -1};
	if (wanted)
		version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
				  LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return;
	s->rights = rights_of_version(version);
	attr.handled_access_fs = s->rights;
#ifdef LANDLOCK_ACCESS_NET_BIND_TCP
	if (version >= 4)
		attr.handled_access_net =
			LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
#endif
	s->ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0U);
	if (s->ruleset >= 0)
		s->ruleset = fd_move(s->ruleset);
}

static void
give_up(struct sandbox *s)
{
	if (s->ruleset >= 0)
		close(s->ruleset);
	s->ruleset = -1;
}

/* What is not there, or not to be reached, is refused by the kernel as it is. */
static bool
is_absent(int error_number)
{
	return error_number == ENOENT || error_number == ENOTDIR || error_number == EACCES ||
	       error_number == ELOOP || error_number == ENAMETOOLONG;
}

/* RIGHTS for PATH and what is below it. */
static void
add_rule(struct sandbox *s, const char *path, unsigned long long rights)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = rights & s->rights};
	struct stat st;

	if (s->ruleset < 0)
		return;
	rule.parent_fd = fd_open(path, O_PATH, 0);
	if (rule.parent_fd < 0) {
		if (!is_absent(errno))
			give_up(s);
		return;
	}
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed_access &= OF_FILES;
	/* What is no file of a file system, such as a pipe, needs no rule: EBADFD. */
	if (rule.allowed_access &&
	    syscall(SYS_landlock_add_rule, s->ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U) < 0 &&
	    errno != EBADFD)
		give_up(s);
	close(rule.parent_fd);
}

/* The rights for the folder that PATH is in. */
static void
add_folder_of(struct sandbox *s, const char *path, unsigned long long rights)
{
	char *folder = fd_folder_of(path);

	/* All there is would be below it. */
	if (rights != READING || strcmp(folder, "/") != 0)
		add_rule(s, folder, rights);
	free(folder);
}

/* A link to what is not there yet: where that would be is not looked for. */
static bool
leads_nowhere(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && stat(path, &st) < 0;
}

/* FILE_RIGHTS for PATH itself, FOLDER_RIGHTS for the folders that lead to it. */
static void
allow_file(struct sandbox *s, const char *path, unsigned long long file_rights,
	   unsigned long long folder_rights)
{
	char *real = NULL;

	add_rule(s, path, file_rights);
	if (!fd_is_special(path)) {
		add_folder_of(s, path, folder_rights);
		real = realpath(path, NULL);
		if (!real && !is_absent(errno))
			give_up(s);
	}
	if (real && !fd_is_special(real))
		add_folder_of(s, real, folder_rights);
	free(real);
}

void
sandbox_allow(struct sandbox *s, const char *path, enum sandbox_use use)
{
	if (s->ruleset < 0 || !path || strcmp(path, "-") == 0)
		return;
	if (leads_nowhere(path)) {
		give_up(s);
		return;
	}
	switch (use) {
	case SANDBOX_READ:
		/* A folder is opened before it is found to be no log. */
		allow_file(s, path, READING | READING_FOLDER, READING);
		break;
	case SANDBOX_FOLDER:
		add_rule(s, path, READING);
		break;
	case SANDBOX_WRITE:
		allow_file(s, path, WRITING_FILE, WRITING_FILE | REPLACING);
		break;
	case SANDBOX_REPLACE:
		allow_file(s, path, 0, REPLACING);
		break;
	}
}

bool
sandbox_enter(struct sandbox *s)
{
	bool entered = s->ruleset >= 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		       syscall(SYS_landlock_restrict_self, s->ruleset, 0U) == 0;

	give_up(s);
	return entered;
}

#else

void
sandbox_begin(struct sandbox *s, bool wanted)
{
	(void)wanted;
	*s = (struct sandbox){.ruleset = -1};
}

void
sandbox_allow(struct sandbox *s, const char *path, enum sandbox_use use)
{
	(void)s;
	(void)path;
	(void)use;
}

bool
sandbox_enter(struct sandbox *s)
{
	(void)s;
	return false;
}

#endif
