#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test.sh: all that a change must pass. Ends with a line "N passed, N failed"; exits 1 on failure.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0
out=$(mktemp -d)
pg=$(mktemp -d /tmp/haicap-pg.XXXXXX)
trap 'tools/pg.sh stop "$pg"; rm -rf "$out"' EXIT

say() { printf '\n== %s\n' "$*"; }
one() { # one NAME COMMAND…: counts as one test
  local name=$1; shift
  if "$@" >"$out/log" 2>&1; then passed=$((passed + 1)); echo "ok   $name"
  else failed=$((failed + 1)); echo "FAIL $name"; tail -60 "$out/log"; fi
}
meson_tests() { # meson_tests DIR [suite…]: counts what Meson counted
  local dir=$1; shift
  meson test -C "$dir" --print-errorlogs "$@" >"$out/log" 2>&1
  local ok bad
  ok=$(awk '/^Ok:/{print $2}' "$out/log"); bad=$(awk '/^(Fail|Timeout|Unexpected Pass):/{n+=$NF}END{print n+0}' "$out/log")
  if [ -z "$ok" ]; then tail -60 "$out/log"; bad=1; fi
  passed=$((passed + ${ok:-0})); failed=$((failed + bad))
  if [ "$bad" != 0 ]; then cat "$out/log"; else echo "ok   $ok tests"; fi
}

HAICAP_TEST_PG=$(tools/pg.sh start "$pg"); export HAICAP_TEST_PG

say "build, warnings are errors"
make -s build/build.ninja
meson configure build -Dwerror=true
one "build" meson compile -C build

say "unit, scenario, property and query tests on SQLite and PostgreSQL"
meson_tests build

say "the same under AddressSanitizer and UndefinedBehaviorSanitizer"
make -s build-san/build.ninja
one "build with sanitizers" meson compile -C build-san
server=$HAICAP_TEST_PG; unset HAICAP_TEST_PG # SQLite alone: the code is the same, the time is half
ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 meson_tests build-san --suite unit
export HAICAP_TEST_PG=$server

say "what starts threads under ThreadSanitizer, on SQLite and PostgreSQL"
make -s build-tsan/build.ninja
meson_tests build-tsan --suite threads

say "fuzz corpus"
for f in fuzz/*.c; do
  name=$(basename "$f" .c)
  [ "$name" = replay ] && continue
  one "replay $name" build-san/fuzz_"$name" fuzz/corpus/"$name"/*
done

say "lint"
one "lint" make -s lint

say "in the browser"
demo_to_copy() { # demo_to_copy PREFIX: the demo in a database of its own, its accounts and key beside PREFIX
  psql -X -q "$HAICAP_TEST_PG" -c "CREATE DATABASE haicap_demo" &&
    HAICAP_KEY=$1.key build/haicap init --db "${HAICAP_TEST_PG/\/postgres\?/\/haicap_demo?}" --demo ninh-binh >"$1.accounts"
}
one "demo on PostgreSQL" demo_to_copy "$out/demo"
in_browser() { # in_browser ENGINE
  HAICAP_DEMO=$out/demo HAICAP_ENGINE=$1 node --test test/e2e/ >"$out/$1.log" 2>&1
}
in_browser postgres & # side by side: neither keeps two cores busy
in_browser sqlite
wait
for engine in sqlite postgres; do
  log=$out/$engine.log
  ok=$(awk '/^# pass /{print $3}' "$log"); bad=$(awk '/^# (fail|cancelled) /{n+=$3}END{print n+0}' "$log")
  [ -n "$ok" ] || { ok=0; bad=1; }
  passed=$((passed + ok)); failed=$((failed + bad))
  if [ "$bad" != 0 ]; then grep -E -A25 '^ *not ok' "$log" | head -300; tail -20 "$log"
  else echo "ok   $ok tests on $engine"; fi
done

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
