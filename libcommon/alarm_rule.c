/* alarm - from what a person asked for to a rule. */
#include "alarm.h"

#include <math.h>

#include "number.h"
#include "timestamp.h"

static const double ALPHA = 0.01;

void
alarm_request_init(struct alarm_request *r)
{
	*r = (struct alarm_request){.alpha = NAN, .contamination = NAN, .threshold = NAN};
}

/* Takes the first word of REST, blanks around it left out. */
static struct str
word(struct str *rest)
{
	struct str s = str_trim(*rest);
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	*rest = STR_N(s.p + n, s.n - n);
	return STR_N(s.p, n);
}

/* "1 per 30d" */
static int
parse_budget(struct alarm_rule *rule, const char *text, struct complaint *c)
{
	struct str rest = str_of(text), count = word(&rest), per = word(&rest);

	if (number_parse(count, &rule->value) == 0 && rule->value > 0 && str_eq(per, STR("per")) &&
	    duration_parse(str_trim(rest), &rule->per) == 0)
		return 0;
	return complain(c, STATUS_USAGE, 0,
			"--alarms: '%s' is no number of alarms in a time, such as '1 per 30d'",
			text);
}

/* "2/3" */
static int
parse_persist(struct alarm_rule *rule, const char *text, struct complaint *c)
{
	const char *slash = strchr(text, '/');
	int64_t wanted, of;

	if (!slash || number_parse_int(STR_N(text, (size_t)(slash - text)), &wanted) < 0 ||
	    number_parse_int(str_of(slash + 1), &of) < 0 || wanted < 1 || wanted > of ||
	    of > ALARM_PERSIST_MAX)
		return complain(c, STATUS_USAGE, 0,
				"--persist: '%s' is not so many of so many rows, such as 2/3, "
				"of %d at most",
				text, ALARM_PERSIST_MAX);
	rule->wanted = (unsigned)wanted;
	rule->of = (unsigned)of;
	return 0;
}

static int
check_one(const struct alarm_request *r, struct complaint *c)
{
	int asked = !isnan(r->alpha) + !isnan(r->contamination) + !isnan(r->threshold) +
		    (r->alarms != NULL);

	if (asked > 1)
		return complain(c, STATUS_USAGE, 0,
				"only one of --alpha, --alarms, --contamination and --threshold "
				"can say what an alarm is");
	if (r->alpha <= 0 || r->alpha >= 1)
		return complain(c, STATUS_USAGE, 0, "--alpha: a probability between 0 and 1");
	if (r->contamination <= 0 || r->contamination > 0.5)
		return complain(c, STATUS_USAGE, 0,
				"--contamination: a share above 0, and 0.5 at most");
	return 0;
}

int
alarm_rule_init(struct alarm_rule *rule, const struct alarm_request *r, struct complaint *c)
{
	*rule = (struct alarm_rule){.kind = ALARM_ALPHA, .value = ALPHA, .wanted = 1, .of = 1};
	if (check_one(r, c) < 0)
		return STATUS_USAGE;
	if (!isnan(r->alpha))
		rule->value = r->alpha;
	if (!isnan(r->contamination)) {
		rule->kind = ALARM_CONTAMINATION;
		rule->value = r->contamination;
	}
	if (!isnan(r->threshold)) {
		rule->kind = ALARM_THRESHOLD;
		rule->value = r->threshold;
	}
	if (r->alarms) {
		rule->kind = ALARM_BUDGET;
		if (parse_budget(rule, r->alarms, c) < 0)
			return STATUS_USAGE;
	}
	return r->persist ? parse_persist(rule, r->persist, c) : 0;
}

bool
alarm_persists(const struct alarm_rule *rule, struct alarm_streak *s, bool odd)
{
	uint64_t last;
	unsigned n = 0;

	s->odd = s->odd << 1 | odd;
	last = s->odd & UINT64_MAX >> (ALARM_PERSIST_MAX - rule->of);
	for (; last; last &= last - 1)
		n++;
	return odd && n >= rule->wanted;
}
