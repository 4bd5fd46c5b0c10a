# dossier. `make help` lists the targets. CC, CFLAGS, CPPFLAGS, LDFLAGS, PREFIX and DESTDIR are yours to set.
PREFIX ?= /usr/local
FLAVOUR ?= release
VERSION := 0.1.0

LIBRARIES := lua5.4 lua5.4-lpeg sqlite3 gumbo jansson expat libutf8proc libexttextcat zlib
PACKAGES := gcc make pkg-config liblua5.4-dev lua-lpeg-dev libreadline-dev libsqlite3-dev libgumbo-dev libjansson-dev libexpat1-dev \
  libcsv-dev libutf8proc-dev libexttextcat-dev libexttextcat-data zlib1g-dev
TEST_PACKAGES := libcmocka-dev bats expect lua-check cppcheck clang-format python3 sqlite3 lua5.4 time groff-base
TRAIN_PACKAGES := python3-numpy python3-torch libopenblas0-pthread
CLUSTER_PACKAGES := parallel slurmctld slurmd slurm-client munge postgresql

# Goals that install packages must be parsed before pkg-config can answer; an empty answer there is fine.
LIBRARY_CFLAGS = $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
LIBRARY_LIBS = $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lcsv -lreadline -lpthread -lm

OPT_release := -O2 -g
# The reader's rooms are where the time goes.
OPT_reader_release := -O3 -g
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LINK_asan := -fsanitize=address,undefined
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wno-unused-parameter -Wno-missing-field-initializers \
  -Wno-format-truncation
ifdef CI
WARNINGS += -Werror
endif

OUT := build/$(FLAVOUR)
# V=1 shows the commands.
SAY = $(if $(V),echo,@echo)
SUBMAKE = $(MAKE) --no-print-directory -j$(shell nproc 2>/dev/null || echo 2)
BASE_FLAGS = -std=gnu11 -fPIC -fvisibility=hidden -Icore -Iinclude -DDS_VERSION='"$(VERSION)"' -DDS_PREFIX='"$(PREFIX)"' $(WARNINGS) $(OPT_$(FLAVOUR)) $(LIBRARY_CFLAGS)
ALL_CFLAGS = $(BASE_FLAGS) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(LINK_$(FLAVOUR)) $(LDFLAGS)

SOURCES := $(filter-out core/main.c,$(wildcard core/*/*.c))
OBJECTS := $(SOURCES:%.c=$(OUT)/%.o)
UNIT_SOURCES := $(wildcard tests/unit/*.c)
UNITS := $(UNIT_SOURCES:tests/unit/%.c=$(OUT)/unit/%)
# What is compiled into the program as bytes, by the source of the same name.
BLOBS := $(wildcard core/language/*.bin core/language/*.txt core/store/*.sql)

.DEFAULT_GOAL := all
.PHONY: all asan demo check check-cluster deps test-deps lint bench bench-growth accuracy train install uninstall clean help

all: ## build the program (build/release/dossier)
	@$(MAKE) --no-print-directory deps-build
	@$(SUBMAKE) build/release/dossier build/release/dossier.so

build/%/dossier: ; # built through $(OUT)/dossier below
build/%/dossier.so: ; # likewise

$(OUT)/dossier: $(OBJECTS) $(OUT)/core/main.o
	$(SAY) '  ld $@'; $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBRARY_LIBS)

$(OUT)/core/%.o: core/%.c Makefile
	@mkdir -p $(@D)
	$(SAY) '  cc $<'; $(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/core/base/%.o $(OUT)/core/language/%.o $(OUT)/core/annotation/%.o: OPT_release := $(OPT_reader_release)

$(OUT)/core/shell/cmd_completion.o: $(wildcard core/shell/completion.*sh)
$(foreach blob,$(BLOBS),$(eval $(OUT)/$(basename $(blob)).o: $(blob)))

# Every article says which reader annotated it: a checksum of all that the reader is made of.
READER_FILES := $(sort $(wildcard core/language/* core/annotation/*))
$(OUT)/core/store/reader.o: ALL_CFLAGS += -DDS_READER=$(shell cat $(READER_FILES) | cksum | cut -d' ' -f1)
$(OUT)/core/store/reader.o: $(READER_FILES)

$(OUT)/libdossier.a: $(OBJECTS)
	$(SAY) "  ar $@"; rm -f $@ && $(AR) rcs $@ $^

# The module that another program's Lua loads.
$(OUT)/dossier.so: $(OUT)/core/module.o $(OUT)/libdossier.a
	$(SAY) '  ld $@'; $(CC) -shared $(ALL_LDFLAGS) -Wl,--as-needed -o $@ $^ $(LIBRARY_LIBS)

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libdossier.a
	@mkdir -p $(@D)
	$(SAY) '  cc $<'; $(CC) $(ALL_CFLAGS) -Itests/unit -MMD -MP $(ALL_LDFLAGS) -o $@ $< $(OUT)/libdossier.a $(LIBRARY_LIBS) -lcmocka

$(OUT)/bench/stages: tests/bench/stages.c tests/bench/stages_read.c tests/bench/stages.h $(OUT)/libdossier.a
	@mkdir -p $(@D)
	$(SAY) '  cc $<'; $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.c,$^) $(OUT)/libdossier.a $(LIBRARY_LIBS)

units: $(UNITS)
.PHONY: units deps-build

asan: ## build with address and undefined-behaviour sanitizers (build/asan/dossier)
	@$(MAKE) --no-print-directory deps-build
	@$(SUBMAKE) FLAVOUR=asan build/asan/dossier

deps: ## install the packages that the build and the tests need, where they are missing
	@scripts/deps.sh $(PACKAGES) $(TEST_PACKAGES)

deps-build:
	@scripts/deps.sh --quick $(PACKAGES)

demo: deps ## packages, build, import the samples, run the three analyses
	@$(SUBMAKE) build/release/dossier
	@scripts/demo.sh build/release/dossier

check: deps ## packages, build, lint and all tests
	@$(SUBMAKE) build/release/dossier
	@$(SUBMAKE) FLAVOUR=asan build/asan/dossier units
	@tests/run.sh

check-cluster: deps ## the recipes of scripts/cluster on real engines: their packages, build, their tests
	@scripts/deps.sh $(CLUSTER_PACKAGES)
	@$(SUBMAKE) build/release/dossier
	@tests/run.sh cluster

lint: ## formatting, static analysis and the rules of the house
	@tests/style/lint.sh

$(OUT)/bench/quotes: tests/bench/quotes.c
	@mkdir -p $(@D)
	$(SAY) '  cc $<'; $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< -lsqlite3

bench: ## speed and memory, as ratios in one run (DATA=folder with corpus/news.jsonl.gz for the large ones)
	@$(SUBMAKE) build/release/dossier build/release/bench/stages build/release/bench/quotes
	@DATA="$(DATA)" tests/bench/run.sh

bench-growth: ## what an article costs among 10,000 and among 100,000 (DATA=folder with corpus/news.jsonl.gz; ten minutes, 5 GB of TMPDIR)
	@$(SUBMAKE) build/release/dossier
	@tests/bench/growth.sh "$(DATA)/corpus/news.jsonl.gz"

accuracy: ## all accuracy figures (DATA=folder of gold data beside its eval folder)
	@$(SUBMAKE) build/release/dossier
	@DATA="$(DATA)" tests/accuracy/run.sh

train: ## build core/language/model.bin again (DATA=folder with treebank/, names/ and corpus/; PYTHON=with torch)
	@scripts/deps.sh $(PACKAGES) $(if $(PYTHON),,$(TRAIN_PACKAGES))
	@DATA="$(DATA)" scripts/training/train.sh

# Their names below $(PREFIX); made by the program itself.
MANUAL := share/man/man1/dossier.1
COMPLETION_bash := share/bash-completion/completions/dossier
COMPLETION_zsh := share/zsh/site-functions/_dossier
COMPLETION_fish := share/fish/vendor_completions.d/dossier.fish

install: all ## install below $(DESTDIR)$(PREFIX): program, plugins, C library
	@$(SUBMAKE) build/release/libdossier.a
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/dossier" "$(DESTDIR)$(PREFIX)/include" "$(DESTDIR)$(PREFIX)/lib/pkgconfig"
	install -m 755 build/release/dossier "$(DESTDIR)$(PREFIX)/bin/dossier"
	rm -rf "$(DESTDIR)$(PREFIX)/share/dossier/plugins"
	cp -R plugins "$(DESTDIR)$(PREFIX)/share/dossier/plugins"
	install -m 644 include/dossier.h "$(DESTDIR)$(PREFIX)/include/dossier.h"
	install -d "$(DESTDIR)$(PREFIX)/lib/lua/5.4"
	install -m 644 build/release/dossier.so "$(DESTDIR)$(PREFIX)/lib/lua/5.4/dossier.so"
	install -m 644 build/release/libdossier.a "$(DESTDIR)$(PREFIX)/lib/libdossier.a"
	printf 'Name: dossier\nDescription: reads the news closely\nVersion: %s\nRequires: %s\nCflags: -I%s/include\nLibs: -L%s/lib -ldossier -lcsv -lpthread -lm\n' \
	  "$(VERSION)" "$(LIBRARIES)" "$(PREFIX)" "$(PREFIX)" >"$(DESTDIR)$(PREFIX)/lib/pkgconfig/dossier.pc"
	for file in $(MANUAL) $(COMPLETION_bash) $(COMPLETION_zsh) $(COMPLETION_fish); do install -d "$(DESTDIR)$(PREFIX)/$${file%/*}" || exit; done
	DOSSIER_PLUGINS= XDG_DATA_HOME=/nonexistent build/release/dossier help --man >"$(DESTDIR)$(PREFIX)/$(MANUAL)"
	build/release/dossier completion bash >"$(DESTDIR)$(PREFIX)/$(COMPLETION_bash)"
	build/release/dossier completion zsh >"$(DESTDIR)$(PREFIX)/$(COMPLETION_zsh)"
	build/release/dossier completion fish >"$(DESTDIR)$(PREFIX)/$(COMPLETION_fish)"

uninstall: ## remove what install put there
	for file in $(MANUAL) $(COMPLETION_bash) $(COMPLETION_zsh) $(COMPLETION_fish); do rm -f "$(DESTDIR)$(PREFIX)/$$file"; done
	rm -f "$(DESTDIR)$(PREFIX)/bin/dossier" "$(DESTDIR)$(PREFIX)/include/dossier.h" "$(DESTDIR)$(PREFIX)/lib/libdossier.a" \
	  "$(DESTDIR)$(PREFIX)/lib/pkgconfig/dossier.pc" "$(DESTDIR)$(PREFIX)/lib/lua/5.4/dossier.so"
	rm -rf "$(DESTDIR)$(PREFIX)/share/dossier"

clean: ## remove build/
	rm -rf build

help: ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## */\1|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

-include $(OBJECTS:.o=.d) $(OUT)/core/main.d $(OUT)/core/module.d $(UNITS:=.d)
