/*
 * What zlib, PCRE2 and the C library's entropy write, for MemorySanitizer: it sees the
 * writes of code that it was built into, and those libraries are as they were installed.
 * Linked in MODE=msan alone, by the linker's --wrap (Makefile: WRAPPED).
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include <pcre2.h>
#include <sanitizer/msan_interface.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

int __real_deflate(z_streamp s, int flush);
int __wrap_deflate(z_streamp s, int flush);
int __real_inflate(z_streamp s, int flush);
int __wrap_inflate(z_streamp s, int flush);
pcre2_code *__real_pcre2_compile_8(PCRE2_SPTR text, PCRE2_SIZE n, uint32_t options, int *error,
				   PCRE2_SIZE *offset, pcre2_compile_context *context);
pcre2_code *__wrap_pcre2_compile_8(PCRE2_SPTR text, PCRE2_SIZE n, uint32_t options, int *error,
				   PCRE2_SIZE *offset, pcre2_compile_context *context);
int __real_pcre2_pattern_info_8(const pcre2_code *code, uint32_t what, void *where);
int __wrap_pcre2_pattern_info_8(const pcre2_code *code, uint32_t what, void *where);
int __real_pcre2_get_error_message_8(int error, PCRE2_UCHAR *text, PCRE2_SIZE room);
int __wrap_pcre2_get_error_message_8(int error, PCRE2_UCHAR *text, PCRE2_SIZE room);
int __real_pcre2_match_8(const pcre2_code *code, PCRE2_SPTR s, PCRE2_SIZE n, PCRE2_SIZE start,
			 uint32_t options, pcre2_match_data *data, pcre2_match_context *context);
int __wrap_pcre2_match_8(const pcre2_code *code, PCRE2_SPTR s, PCRE2_SIZE n, PCRE2_SIZE start,
			 uint32_t options, pcre2_match_data *data, pcre2_match_context *context);
int __real_pcre2_jit_match_8(const pcre2_code *code, PCRE2_SPTR s, PCRE2_SIZE n, PCRE2_SIZE start,
			     uint32_t options, pcre2_match_data *data,
			     pcre2_match_context *context);
int __wrap_pcre2_jit_match_8(const pcre2_code *code, PCRE2_SPTR s, PCRE2_SIZE n, PCRE2_SIZE start,
			     uint32_t options, pcre2_match_data *data,
			     pcre2_match_context *context);
typedef int enumerate_fn(pcre2_callout_enumerate_block *at, void *arg);
int __real_pcre2_callout_enumerate_8(const pcre2_code *code, enumerate_fn *f, void *arg);
int __wrap_pcre2_callout_enumerate_8(const pcre2_code *code, enumerate_fn *f, void *arg);
typedef int callout_fn(pcre2_callout_block *at, void *arg);
int __real_pcre2_set_callout_8(pcre2_match_context *context, callout_fn *f, void *arg);
int __wrap_pcre2_set_callout_8(pcre2_match_context *context, callout_fn *f, void *arg);
int __real_getentropy(void *p, size_t n);
int __wrap_getentropy(void *p, size_t n);

typedef int zlib_fn(z_streamp s, int flush);

static int
run_zlib(zlib_fn *f, z_streamp s, int flush)
{
	const Bytef *out = s->next_out;
	int status = f(s, flush);

	__msan_unpoison(s, sizeof *s);
	__msan_unpoison(out, (size_t)(s->next_out - out));
	return status;
}

int
__wrap_deflate(z_streamp s, int flush)
{
	return run_zlib(__real_deflate, s, flush);
}

int
__wrap_inflate(z_streamp s, int flush)
{
	return run_zlib(__real_inflate, s, flush);
}

pcre2_code *
__wrap_pcre2_compile_8(PCRE2_SPTR text, PCRE2_SIZE n, uint32_t options, int *error,
		       PCRE2_SIZE *offset, pcre2_compile_context *context)
{
	pcre2_code *code = __real_pcre2_compile_8(text, n, options, error, offset, context);
	size_t size;

	__msan_unpoison(error, sizeof *error);
	__msan_unpoison(offset, sizeof *offset);
	if (code && __real_pcre2_pattern_info_8(code, PCRE2_INFO_SIZE, &size) == 0) {
		__msan_unpoison(&size, sizeof size);
		__msan_unpoison(code, size);
	}
	return code;
}

int
__wrap_pcre2_pattern_info_8(const pcre2_code *code, uint32_t what, void *where)
{
	int size = __real_pcre2_pattern_info_8(code, what, NULL);
	int status = __real_pcre2_pattern_info_8(code, what, where);

	if (status == 0 && size > 0)
		__msan_unpoison(where, (size_t)size);
	return status;
}

int
__wrap_pcre2_get_error_message_8(int error, PCRE2_UCHAR *text, PCRE2_SIZE room)
{
	int n = __real_pcre2_get_error_message_8(error, text, room);

	__msan_unpoison(text, room);
	return n;
}

static int
matched(int answer, pcre2_match_data *data)
{
	__msan_unpoison(pcre2_get_ovector_pointer(data),
			2 * sizeof(PCRE2_SIZE) * pcre2_get_ovector_count(data));
	return answer;
}

int
__wrap_pcre2_match_8(const pcre2_code *code, PCRE2_SPTR s, PCRE2_SIZE n, PCRE2_SIZE start,
		     uint32_t options, pcre2_match_data *data, pcre2_match_context *context)
{
	return matched(__real_pcre2_match_8(code, s, n, start, options, data, context), data);
}

int
__wrap_pcre2_jit_match_8(const pcre2_code *code, PCRE2_SPTR s, PCRE2_SIZE n, PCRE2_SIZE start,
			 uint32_t options, pcre2_match_data *data, pcre2_match_context *context)
{
	return matched(__real_pcre2_jit_match_8(code, s, n, start, options, data, context), data);
}

/* What PCRE2 calls, and what that calls: its blocks are unknown to the sanitizer. */
struct enumerating {
	enumerate_fn *f;
	void *arg;
};

__attribute__((no_sanitize("memory"))) static int
enumerate(pcre2_callout_enumerate_block *at, void *arg)
{
	const struct enumerating *e = arg;

	__msan_unpoison(at, sizeof *at);
	return e->f(at, e->arg);
}

int
__wrap_pcre2_callout_enumerate_8(const pcre2_code *code, enumerate_fn *f, void *arg)
{
	struct enumerating e = {f, arg};

	return __real_pcre2_callout_enumerate_8(code, enumerate, &e);
}

struct calling {
	callout_fn *f;
	void *arg;
};

__attribute__((no_sanitize("memory"))) static int
call_out(pcre2_callout_block *at, void *arg)
{
	const struct calling *c = arg;

	__msan_unpoison(at, sizeof *at);
	__msan_unpoison(at->offset_vector, 2 * sizeof(PCRE2_SIZE) * at->capture_top);
	return c->f(at, c->arg);
}

/* A context lives as long as its pattern, and nothing here ends with it: a few bytes leak. */
int
__wrap_pcre2_set_callout_8(pcre2_match_context *context, callout_fn *f, void *arg)
{
	struct calling *c = malloc(sizeof *c);

	if (!c)
		abort();
	*c = (struct calling){f, arg};
	return __real_pcre2_set_callout_8(context, call_out, c);
}

int
__wrap_getentropy(void *p, size_t n)
{
	int status = __real_getentropy(p, n);

	__msan_unpoison(p, n);
	return status;
}
