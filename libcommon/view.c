#include "view.h"

#include <stdlib.h>

#include "xalloc.h"

#define VIEW(name) extern const struct view view_##name;
#include "view_list.h"
#undef VIEW

static const struct view *const table[] = {
#define VIEW(name) &view_##name,
#include "view_list.h"
#undef VIEW
};

const struct view *
view_at(size_t i)
{
	return i < sizeof table / sizeof table[0] ? table[i] : NULL;
}

void
view_columns(const struct view_job *job, const struct str *name, const bool *text, size_t n)
{
	struct str *all = xcalloc(job->groups + n, sizeof *all);
	bool *all_text = xcalloc(job->groups + n, sizeof *all_text);

	for (size_t i = 0; i < job->groups; i++) {
		all[i] = job->group[i];
		all_text[i] = true;
	}
	for (size_t i = 0; i < n; i++) {
		all[job->groups + i] = name[i];
		all_text[job->groups + i] = text && text[i];
	}
	record_columns(job->writer, all, all_text, job->groups + n);
	free(all);
	free(all_text);
}
