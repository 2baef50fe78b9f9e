#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh SECONDS: runs each libFuzzer target that long from its corpus; new findings stay in
# build-fuzz/, and a crash belongs into fuzz/corpus/NAME/ with its fix.
set -euo pipefail
cd "$(dirname "$0")/.."
make -s build-fuzz/build.ninja
meson compile -C build-fuzz >/dev/null
for f in fuzz/*.c; do
  name=$(basename "$f" .c)
  [ "$name" = replay ] && continue
  mkdir -p build-fuzz/found/"$name"
  echo "== $name"
  build-fuzz/fuzz_"$name" -max_total_time="$1" -max_len=65536 -verbosity=0 -print_final_stats=1 \
    -artifact_prefix=build-fuzz/found/"$name"/ build-fuzz/found/"$name" fuzz/corpus/"$name"
done
