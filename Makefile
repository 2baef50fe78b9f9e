# The verbs of the house. `make` builds build/haicap; `make help` says what the others do.
B ?= build
PORT ?= 8080

all: $(B)/build.ninja ## build build/haicap
	@meson compile -C $(B) 2>&1 | grep -vE '^(INFO|ninja: Entering)' || true
	@test -x $(B)/haicap
$(B)/build.ninja:
	@meson setup $(B) $(OPTS) >/dev/null

deps: ## install what is missing (asks before it uses sudo)
	@tools/deps.sh

demo: deps all ## serve the demo province on http://127.0.0.1:8080 (PORT=…)
	@tools/demo.sh $(B)/haicap $(PORT)

check: all ## inner loop: unit tests on SQLite, queries, layers (under a minute)
	meson test -C $(B) --print-errorlogs --no-rebuild

fmt: ## clang-format the sources
	clang-format -i $$(git ls-files 'src/*.[ch]' 'test/*.[ch]' 'fuzz/*.[ch]')

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: all deps demo check fmt help
