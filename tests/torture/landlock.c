/* Prints the version of Landlock that this kernel has; 0: none. */
#define _GNU_SOURCE /* syscall */

#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int
main(void)
{
	long version = -1;

#ifdef SYS_landlock_create_ruleset
	version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, 1U);
#endif
	return printf("%ld\n", version < 0 ? 0 : version) < 0;
}
