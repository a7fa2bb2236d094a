/*
 * generate FORM LINES - writes an inference log for measuring, the same one every
 * time: json (nested, about 365 bytes a line), or its twins logfmt, csv, nginx.
 * Every form holds the same records.  Seeded; no clock.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rng.h"

enum { FEATURES = 6, MODELS = 4 };

struct request {
	char time[32], id[40];
	unsigned clock_s; /* since the month began */
	unsigned model;
	double feature[FEATURES];
	double score;
	unsigned label, status;
	unsigned latency_us;
};

static const char *const model_name[MODELS] = {"fraud", "churn", "credit-risk", "ranker"};
static const char *const model_version[MODELS] = {"3.1.4", "1.0.0", "2024-05", "17"};

/* The log begins with May 2024 and wraps at its end. */
static void
set_time(struct request *r, uint64_t ms)
{
	r->clock_s = (unsigned)(ms / 1000);
	snprintf(r->time, sizeof r->time, "2024-05-%02uT%02u:%02u:%02u.%03uZ",
		 1 + r->clock_s / 86400 % 31, r->clock_s / 3600 % 24, r->clock_s / 60 % 60,
		 r->clock_s % 60, (unsigned)(ms % 1000));
}

static void
set_id(struct request *r, struct rng *rng)
{
	uint64_t a = rng_next(rng), b = rng_next(rng);

	snprintf(r->id, sizeof r->id,
		 "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-a%03" PRIx64 "-%012" PRIx64, a >> 32,
		 a >> 16 & 0xffff, a & 0xfff, b >> 52, b & 0xffffffffffff);
}

/* Labels follow scores, so that the metrics have something to find. */
static void
set_request(struct request *r, struct rng *rng)
{
	uint64_t pick = rng_below(rng, 16);
	double u = rng_double(rng);

	r->model = pick < 9 ? 0 : pick < 13 ? 1 : pick < 15 ? 2 : 3;
	for (int i = 0; i < FEATURES; i++)
		r->feature[i] = rng_double(rng) * (i < 3 ? 1 : 1000);
	r->score = u * u * (3 - 2 * u);
	r->label = rng_double(rng) < 0.1 + 0.8 * r->score;
	r->status = rng_below(rng, 200) == 0 ? 500 : 200;
	r->latency_us = (unsigned)(2000 + 1000 * rng_below(rng, 40) / (1 + rng_below(rng, 8)) +
				   rng_below(rng, 1000));
	set_id(r, rng);
}

static void
put_json(const struct request *r)
{
	printf("{\"timestamp\":\"%s\",\"level\":\"INFO\",\"logger\":\"serving\",\"request_id\":\"%"
	       "s\",\"model\":{\"name\":\"%s\","
	       "\"version\":\"%s\"},\"features\":{\"amount\":%.4f,\"age\":%.4f,\"ratio\":%.4f,"
	       "\"f3\":%.3f,\"f4\":%.3f,\"f5\":%.3f},\"output\":{\"prediction\":%d,"
	       "\"probabilities\":[%.6f,%.6f]},\"label\":%u,\"latency_ms\":%.3f,\"status\":%u}\n",
	       r->time, r->id, model_name[r->model], model_version[r->model], r->feature[0],
	       r->feature[1], r->feature[2], r->feature[3], r->feature[4], r->feature[5],
	       r->score >= 0.5, 1 - r->score, r->score, r->label, r->latency_us / 1000.0,
	       r->status);
}

static void
put_logfmt(const struct request *r)
{
	printf("ts=%s level=info msg=\"inference done\" request_id=%s model=%s version=%s "
	       "amount=%.4f age=%.4f ratio=%.4f f3=%.3f f4=%.3f f5=%.3f prediction=%d "
	       "score=%.6f label=%u latency_ms=%.3f status=%u\n",
	       r->time, r->id, model_name[r->model], model_version[r->model], r->feature[0],
	       r->feature[1], r->feature[2], r->feature[3], r->feature[4], r->feature[5],
	       r->score >= 0.5, r->score, r->label, r->latency_us / 1000.0, r->status);
}

static void
put_csv(const struct request *r)
{
	printf("%s,%s,%s,\"%s\",%.4f,%.4f,%.4f,%.3f,%.3f,%.3f,%d,%.6f,%u,%.3f,%u\n", r->time, r->id,
	       model_name[r->model], model_version[r->model], r->feature[0], r->feature[1],
	       r->feature[2], r->feature[3], r->feature[4], r->feature[5], r->score >= 0.5,
	       r->score, r->label, r->latency_us / 1000.0, r->status);
}

static void
put_nginx(const struct request *r)
{
	printf("10.%u.%u.7 - - [%02u/May/2024:%02u:%02u:%02u +0000] \"POST "
	       "/v1/models/%s/versions/%s:predict HTTP/1.1\" %u %d \"-\" "
	       "\"python-requests/2.31.0\" %.6f req=%s pred=%d score=%.6f label=%u\n",
	       r->model, r->latency_us % 256, 1 + r->clock_s / 86400 % 31, r->clock_s / 3600 % 24,
	       r->clock_s / 60 % 60, r->clock_s % 60, model_name[r->model], model_version[r->model],
	       r->status, 300 + (int)(r->latency_us % 97), r->latency_us / 1e6, r->id,
	       r->score >= 0.5, r->score, r->label);
}

static const struct form {
	const char *name, *header;
	void (*put)(const struct request *r);
} forms[] = {
	{"json", NULL, put_json},
	{"logfmt", NULL, put_logfmt},
	{"csv",
	 "ts,request_id,model,version,amount,age,ratio,f3,f4,f5,prediction,score,label,"
	 "latency_ms,status",
	 put_csv},
	{"nginx", NULL, put_nginx},
};

static const struct form *
find_form(const char *name)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].name, name) == 0)
			return &forms[i];
	return NULL;
}

/* 0 when it is no number. */
static uint64_t
whole(const char *s)
{
	uint64_t n = 0;

	for (; *s >= '0' && *s <= '9' && n < UINT32_MAX; s++)
		n = n * 10 + (uint64_t)(*s - '0');
	return *s ? 0 : n;
}

int
main(int argc, char **argv)
{
	const struct form *form = argc == 3 ? find_form(argv[1]) : NULL;
	uint64_t lines = form ? whole(argv[2]) : 0, ms = 0;
	struct request request;
	struct rng rng;

	if (!lines) {
		fprintf(stderr, "usage: generate json|logfmt|csv|nginx LINES\n");
		return 2;
	}
	rng_seed(&rng, 1);
	if (form->header)
		puts(form->header);
	for (uint64_t i = 0; i < lines; i++) {
		ms += rng_below(&rng, 1500);
		set_time(&request, ms);
		set_request(&request, &rng);
		form->put(&request);
	}
	return fflush(stdout) || ferror(stdout) ? 2 : 0;
}
