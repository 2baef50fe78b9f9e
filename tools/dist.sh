#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# dist.sh: build-dist/haicap_VERSION_ARCH.deb from what is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
tree=build-dist/haicap
rm -rf build-dist
mkdir -p "$tree"
git archive HEAD | tar -x -C "$tree"
(cd "$tree" && dpkg-buildpackage --build=binary --no-sign) >build-dist/log 2>&1 || { tail -40 build-dist/log >&2; exit 1; }
rm -rf "$tree"
ls build-dist/*.deb
