# mltools - make, make check, make demo, make lint, make bench, make install
#
# MODE=release|debug|san|tsan|msan|fuzz|cover picks flags and the folder under build/; ISAL=no
# builds with zlib alone; WERROR=-Werror makes warnings fatal; V=1 shows
# commands.  A program is tools/<name>.c with tools/<name>_*.c beside it.

VERSION = 0.1.0
PREFIX = /usr/local
MANDIR = $(PREFIX)/share/man
CC = gcc
MODE = release
PYTHON = python3

# MemorySanitizer is clang's, and sees nothing of what assembler writes.
ifeq ($(MODE),msan)
CC = clang
endif

PKG_CONFIG = pkg-config
PACKAGES = libpcre2-8 zlib
ISAL := $(if $(filter msan,$(MODE)),no,$(shell $(PKG_CONFIG) --exists libisal && echo yes || echo no))
ifeq ($(ISAL),yes)
PACKAGES += libisal
FEATURES = -DHAVE_ISAL
endif

B = build/$(MODE)$(if $(filter no,$(ISAL)),$(if $(filter-out msan,$(MODE)),-zlib))

comma = ,
# A flag is used when compiler and linker take it without a word.
probe = $(shell printf 'int main(void){return 0;}' | \
	$(CC) -Werror -Wl,--fatal-warnings $(1) -x c - -o /dev/null 2>/dev/null && printf '%s' '$(1)')

WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wformat=2 \
	-Wimplicit-fallthrough -Werror=format-security
HARDENING := $(foreach f,-fstrict-flex-arrays=3 -fstack-clash-protection -fstack-protector-strong \
	-fcf-protection=full -fno-delete-null-pointer-checks -ftrivial-auto-var-init=zero,$(call probe,$(f)))
LINKING_WANTED = -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,nodlopen
LINKING := $(foreach f,$(LINKING_WANTED),$(call probe,$(f)))
# Shadow stacks: what returns to its callers fits them, so they may be marked though the
# start files of Debian 12 do not say so; a library that does not turns them off when it is
# loaded.  Indirect branch tracking may not: those files begin without endbr64.  The linker
# marks it by itself where all files allow it.
ifneq ($(findstring -fcf-protection,$(HARDENING)),)
MARKING := $(call probe,-Wl$(comma)-z$(comma)shstk)
endif

FLAGS_release = -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 $(HARDENING)
LINKING_release = $(MARKING)
FLAGS_debug = -O0 -g
FLAGS_san = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_tsan = -O1 -g -fsanitize=thread -fno-omit-frame-pointer
FLAGS_msan = -O1 -g -fsanitize=memory -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_cover = -O0 -g --coverage
# clang's alone; see make fuzz.
FLAGS_fuzz = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer

CPPFLAGS = -Ilibcommon -D_POSIX_C_SOURCE=200809L -DVERSION='"$(VERSION)"' $(FEATURES) \
	$(shell $(PKG_CONFIG) --cflags $(PACKAGES))
# Their runtimes open files of their own.
ifneq ($(filter san tsan msan cover,$(MODE)),)
CPPFLAGS += -DNO_SANDBOX
endif
# What a sanitizer finds must not pass for an answer: 1 is one of mldrift's.
ifeq ($(MODE),san)
export ASAN_OPTIONS = detect_leaks=1:strict_string_checks=1:exitcode=86
export UBSAN_OPTIONS = print_stacktrace=1:exitcode=86
endif
ifeq ($(MODE),msan)
export MSAN_OPTIONS = exitcode=86
WRAPPED = deflate inflate getentropy pcre2_compile_8 pcre2_pattern_info_8 pcre2_get_error_message_8 \
	pcre2_match_8 pcre2_jit_match_8 pcre2_callout_enumerate_8 pcre2_set_callout_8
LIBRARIES = $(B)/tests/msan/libraries.o
endif
ifeq ($(MODE),fuzz)
CPPFLAGS += -DINPUT_ROOM_BYTES=512
endif
CFLAGS = -std=c11 -ffp-contract=off $(WARNINGS) $(FLAGS_$(MODE)) -fPIE -pthread $(WERROR) $(EXTRA_CFLAGS)
LDFLAGS = -pie -pthread $(FLAGS_$(MODE)) $(LINKING) $(LINKING_$(MODE)) $(EXTRA_CFLAGS)
LDLIBS = $(WRAPPED:%=-Wl,--wrap=%) $(LIBRARIES) $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lm

LIB = $(B)/libcommon.a
OBJECTS = $(patsubst %.c,$(B)/%.o,$(wildcard libcommon/*.c))
MAINS = $(foreach f,$(wildcard tools/*.c),$(if $(findstring _,$(f)),,$(f)))
TOOLS = $(MAINS:tools/%.c=$(B)/%)
UNITS = $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
HELPERS = $(foreach f,$(wildcard tests/torture/*.c),$(if $(findstring _,$(f)),,\
	$(f:tests/torture/%.c=$(B)/torture/%)))
HELPERS := $(HELPERS:%/fault=%/fault.so)
FUZZERS = $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_PARTS = $(patsubst %.c,$(B)/%.o,$(filter-out tests/fuzz/fuzz_% tests/fuzz/replay.c,\
	$(wildcard tests/fuzz/*.c)))
FUZZ_MAIN = $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer,$(B)/tests/fuzz/replay.o)
SOURCES = $(wildcard libcommon/*.[ch] tools/*.[ch] tests/unit/*.[ch] tests/bench/*.[ch] \
	tests/torture/*.[ch] tests/fuzz/*.[ch] tests/msan/*.c)
BENCH = build/bench
PAGES = $(wildcard man/*.[157])

# V=1 shows the commands.
Q = $(if $(V),,@)
say = @$(if $(V),:,echo '  $(1) $(2)')

.PHONY: all check unit golden golden-update figures state torture faults rivals naughty examples docs demo lint \
	threads valgrind bench bench-auroc bench-forest bench-regex bench-count bench-peers oracle fuzz fuzzers fuzz-replay install uninstall clean \
	coverage uncovered memory
.SECONDARY:
.SECONDEXPANSION:
all: $(TOOLS)

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(OBJECTS) $(LIBRARIES)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)$(AR) rcs $@ $(OBJECTS)

$(TOOLS): $(B)/%: $(B)/tools/%.o $$(addprefix $(B)/,$$(subst .c,.o,$$(wildcard tools/$$*_*.c))) $(LIB)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

# Counts the memory that loaders ask for.
$(B)/unit/test_hostile: LDFLAGS += -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc \
	-Wl,--wrap=free

$(B)/unit/%: $(B)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(LIB) -lcmocka $(LDLIBS)

# Helpers of tests: NAME.c with NAME_*.c beside it, and nothing of libcommon.
$(B)/torture/%: tests/torture/%.c $$(wildcard tests/torture/$$*_*.c tests/torture/$$*.h) Makefile
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -pie -o $@ $(filter %.c,$^)

# Loaded into programs of any mode, so it is built in none; sanitizers keep their malloc.
$(B)/torture/fault.so: tests/torture/fault.c Makefile
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) -std=c11 -O2 $(WARNINGS) $(WERROR) $(if $(filter san tsan,$(MODE)),-DNO_ALLOC) \
		-fPIC -shared -o $@ $< -ldl

# Input comes to the targets in pieces: feed.h.
$(FUZZERS): $(B)/fuzz/%: $(B)/tests/fuzz/%.o $(FUZZ_PARTS) $(B)/tests/fuzz/replay.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -Wl,--wrap=read -Wl,--wrap=poll -o $@ $< $(FUZZ_PARTS) $(FUZZ_MAIN) \
		$(LIB) $(LDLIBS)

check: all $(UNITS) $(HELPERS) $(FUZZERS)
	@sh tests/check.sh $(B) $(UNITS)

unit: $(UNITS)
	@sh tests/unit/run.sh $(UNITS)

golden: all $(HELPERS)
	@sh tests/golden/run.sh $(B)

golden-update: all $(HELPERS)
	@sh tests/golden/run.sh --update $(B)

figures: all
	@sh tests/figures/run.sh $(B)

# Every fault there is; make check tries some.
torture: all $(HELPERS) $(B)/unit/test_number $(B)/unit/test_roundtrip $(B)/unit/test_hostile
	@sh tests/torture/run.sh $(B)
	@sh tests/torture/crash.sh $(B)
	@sh tests/state/together.sh --all $(B)
	@sh tests/environment/run.sh --all $(B)
	@sh tests/torture/texts.sh $(B) $(PYTHON)
	@HOSTILE=10000 $(B)/unit/test_hostile

naughty: all $(HELPERS)
	@sh tests/naughty/run.sh $(B)
	@sh tests/naughty/terminal.sh $(B)

state: all $(HELPERS)
	@sh tests/state/run.sh $(B)
	@sh tests/state/together.sh $(B)

faults: all
	@sh tests/faults/run.sh $(B)

# For MODE=tsan: what the reader's thread shares with the other.
threads: all $(HELPERS) $(B)/unit/test_input
	@sh tests/unit/run.sh $(B)/unit/test_input
	@sh tests/golden/run.sh $(B)

# For MODE=msan: memory that is read before it is set.
MEMORY = csv format_delimited input json json_random logfmt partial path pattern record roundtrip \
	scoring timestamp tsv utf8 watching windowing
memory: all $(HELPERS) $(FUZZERS) $(MEMORY:%=$(B)/unit/test_%)
	@sh tests/unit/run.sh $(MEMORY:%=$(B)/unit/test_%)
	@sh tests/golden/run.sh $(B)
	@sh tests/fuzz/replay.sh $(B)

valgrind: all
	@sh tests/valgrind.sh $(B)

# What others make of the damaged files; what is not installed is named.
rivals: all
	@sh tests/faults/rivals.sh $(B) $(PYTHON)

oracle:
	$(PYTHON) tests/oracle/figures.py

# SECONDS each, TARGETS without fuzz_; what is found stays in build/fuzz/corpus.
SECONDS = 60
TARGETS = all
fuzz:
	@if $(FUZZ_CC) --version > /dev/null 2>&1; then \
		$(MAKE) MODE=fuzz CC=$(FUZZ_CC) fuzzers && \
			sh tests/fuzz/run.sh build/fuzz $(SECONDS) $(TARGETS); \
	else \
		echo 'make fuzz: needs $(FUZZ_CC), with libFuzzer (make fuzz-replay does not)'; \
	fi

FUZZ_CC = clang
fuzzers: $(FUZZERS)

fuzz-replay: $(FUZZERS)
	@sh tests/fuzz/replay.sh $(B)

examples: all
	@sh tests/examples.sh $(B) README.md $(PAGES)

docs: all
	@sh tests/check_docs.sh $(B)

lint:
	@LINT_ALL=$(LINT_ALL) sh tests/lint.sh $(SOURCES)

demo: all
	@sh tests/examples.sh --show $(B) README.md

# What all tests reach, held against goals.  AREA=json names what is not reached of one, AREA=all
# of all, by the tests that ran last.
coverage:
	@find build/cover -name '*.gcda' -delete 2> /dev/null || :
	$(MAKE) MODE=cover check
	@sh tests/cover.sh build/cover

uncovered:
	@sh tests/cover.sh build/cover $(AREA)

# LINES and ROUNDS may be given, and ONLY, a pattern for the works of works.tsv; the logs
# stay in build/bench.
LINES = 3000000
ROUNDS = 5
ONLY =
bench: all $(BENCH)/generate $(BENCH)/measure $(BENCH)/startup $(BENCH)/forest
	$(Q)[ $(ISAL) = no ] || $(MAKE) ISAL=no all
	@sh tests/bench/run.sh $(B) $(BENCH) $(LINES) $(ROUNDS) '$(ONLY)'
	$(Q)[ '$(ONLY)' ] || sh tests/bench/forest.sh $(BENCH) $(PYTHON)

bench-forest: $(BENCH)/forest
	@sh tests/bench/forest.sh $(BENCH) $(PYTHON)

# Milliseconds of the lines of tests/unit/attacks.h; 50 are too many.
bench-regex: $(BENCH)/regex
	@$(BENCH)/regex

# How well isolation forests do on labelled sets, over TENS times ten seeds.
TENS = 10
bench-auroc: $(B)/unit/test_iforest_quality
	@AUROC_TENS=$(TENS) $(B)/unit/test_iforest_quality

# Instructions per byte of input, by valgrind.
bench-count: all $(BENCH)/generate
	@sh tests/bench/count.sh $(B) $(BENCH)

bench-peers:
	@cat tests/bench/PEERS

$(BENCH)/%: $(B)/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install $(TOOLS) $(DESTDIR)$(PREFIX)/bin
	for page in $(PAGES); do \
		dir=$(DESTDIR)$(MANDIR)/man$${page##*.}; \
		install -d $$dir && install -m 644 $$page $$dir || exit; \
	done

uninstall:
	rm -f $(TOOLS:$(B)/%=$(DESTDIR)$(PREFIX)/bin/%)
	for page in $(PAGES:man/%=%); do rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page; done

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
