#include "cli_sandbox.h"

#include "zone.h"

void
cli_sandbox_begin(struct sandbox *s, const struct cli_reading *r, const struct cli_writing *w,
		  const struct cli_list *files)
{
	const char *folder;

	sandbox_begin(s, !r->no_sandbox);
	for (size_t i = 0; i < files->n; i++)
		sandbox_allow(s, files->item[i], SANDBOX_READ);
	/* Also without -z: a state to be merged may name a zone. */
	for (size_t i = 0; (folder = zone_folder(i)); i++)
		sandbox_allow(s, folder, SANDBOX_FOLDER);
	sandbox_allow(s, r->rejects, SANDBOX_WRITE);
	sandbox_allow(s, r->summary, SANDBOX_WRITE);
	sandbox_allow(s, w->file, SANDBOX_REPLACE);
}
