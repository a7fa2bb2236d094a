#include "chart.h"

#include <math.h>

void
chart_init(struct chart *c, const struct scale *scale, double lambda, double width)
{
	*c = (struct chart){.scale = *scale, .lambda = lambda, .width = width, .decay = 1};
}

void
chart_add(struct chart *c, double x)
{
	if (isnan(x))
		return;
	c->z += c->lambda * (scale_distance(&c->scale, x, CHART_FAR) - c->z);
	c->decay *= (1 - c->lambda) * (1 - c->lambda);
}

double
chart_position(const struct chart *c)
{
	double variance = c->lambda / (2 - c->lambda) * (1 - c->decay);

	return variance > 0 ? c->z / (c->width * sqrt(variance)) : 0;
}

void
chart_save(const struct chart *c, struct pack *out)
{
	scale_save(&c->scale, out);
	pack_double(out, c->lambda);
	pack_double(out, c->width);
	pack_double(out, c->z);
	pack_double(out, c->decay);
}

void
chart_load(struct chart *c, struct unpack *in)
{
	scale_load(&c->scale, in);
	c->lambda = unpack_double(in);
	c->width = unpack_double(in);
	c->z = unpack_double(in);
	c->decay = unpack_double(in);
	if (!(c->lambda >= CHART_LAMBDA_MIN && c->lambda <= 1 && c->width >= CHART_WIDTH_MIN) ||
	    fabs(c->z) > CHART_FAR || c->decay < 0 || c->decay > 1)
		unpack_refuse(in);
}
