# The verbs of the house. `make` builds build/haicap; `make help` says what the others do.
B ?= build
PORT ?= 8080

all: $(B)/build.ninja ## build build/haicap
	@ninja -C $(B) --quiet haicap
# Meson lists the sources of a folder when it configures: a folder that changed means again.
quick = -Doptimization=1 -Dc_args=-g1 # a third less time to compile, and still the lines in a report
build-san/build.ninja: OPTS = $(quick) -Db_sanitize=address,undefined -Db_pie=false -Dsan=true
build-tsan/build.ninja: OPTS = $(quick) -Db_sanitize=thread -Db_pie=false
build-release/build.ninja: OPTS = -Dbuildtype=release
build-fuzz/build.ninja: OPTS = -Db_sanitize=address,undefined -Db_lundef=false -Db_pie=false -Dfuzz=true
build-fuzz/build.ninja: export CC = clang-14
$(addsuffix /build.ninja, $(sort $(B) build build-san build-tsan build-release build-fuzz)): \
  meson.build src/modules.def $(wildcard src/*/.) test/. fuzz/.
	@if [ -e $@ ]; then meson setup --reconfigure $(@D) >/dev/null; else meson setup $(@D) $(OPTS) >/dev/null; fi
	@touch $@

deps: ## install what is missing (asks before it uses sudo)
	@tools/deps.sh

demo: deps all ## serve the demo province on http://127.0.0.1:8080 (PORT=…)
	@tools/demo.sh $(B)/haicap $(PORT)

test: ## all that a change must pass, on SQLite and PostgreSQL, with browser tests
	@tools/deps.sh test
	@tools/test.sh

check: all ## inner loop: unit tests on SQLite, queries, layers (under a minute)
	meson test -C $(B) --print-errorlogs

ok: all ## write test/golden and test/scenario anew; then look at git diff
	@meson compile -C $(B) golden_test scenario_test
	@HAICAP_BLESS=1 HAICAP_SOURCE=. $(B)/golden_test
	@HAICAP_BLESS=1 HAICAP_SOURCE=. $(B)/scenario_test

lint: ## layers, messages, spelling
	@python3 tools/layers.py
	@tools/po.py check
	@codespell -q 3 -L ba,thay,cant,mot,nmae,unsucceed,nam,ser,thi,ue,te,nd,fo,hte,ond,ro,ot,toi,ket,tich --skip 'po,demo,data,*.css' src tools README.md ARCHITECTURE.md doc

fmt: ## clang-format the sources
	clang-format -i $$(git ls-files 'src/*.[ch]' 'test/*.[ch]' 'fuzz/*.[ch]')

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

san: build-san/build.ninja build-tsan/build.ninja ## unit tests under the sanitizers: address, undefined behaviour, threads
	ASAN_OPTIONS=detect_leaks=0 meson test -C build-san --suite unit --print-errorlogs
	meson test -C build-tsan --suite threads --print-errorlogs

fuzz: ## a minute of libFuzzer for each parser of outside bytes
	@tools/fuzz.sh 60

dist: ## a Debian package of what is committed: build-dist/haicap_*.deb
	@tools/deps.sh dist
	@tools/dist.sh

bench: ## the figures, beside nginx, bare SQLite and Fossil (quarter of an hour): bench/results.md
	@bench/deps.sh
	@$(MAKE) -s B=build-release
	@bench/run.py build-release/haicap --out bench/results.md

bench-scale: ## directed work in a nation, 671,000 tasks, on both engines (half an hour): bench/scale.md
	@bench/deps.sh
	@$(MAKE) -s B=build-release
	@bench/scale.py build-release/haicap --out bench/scale.md
	@bench/scale.py build-release/haicap --out bench/scale.md --postgres

bench-peers: ## the same work by haicap, Redmine and Request Tracker (root; installs 400 packages)
	@bench/deps.sh
	@$(MAKE) -s B=build-release
	@bench/same_work.py build-release/haicap
	@bench/peers.sh

.PHONY: all bench bench-peers bench-scale deps dist demo test check lint san fuzz fmt help
