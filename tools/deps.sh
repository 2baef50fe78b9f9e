#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# deps.sh [build|test|dist]: installs the Debian packages that are missing, and nothing else. Says what;
# asks before it uses sudo when not root; starts no system service.
set -euo pipefail
what=${1:-build}

build="gcc make meson ninja-build pkg-config python3 libmicrohttpd-dev libsqlite3-dev libpq-dev
  libjansson-dev libicu-dev libsodium-dev libssl-dev libqrencode-dev libxlsxwriter-dev zlib1g-dev
  libexpat1-dev libgeos-dev libcurl4-openssl-dev libical-dev libmagic-dev libpango1.0-dev
  libcairo2-dev libcmocka-dev fonts-liberation2"
test="postgresql-15 chromium clang-14 libclang-rt-14-dev gettext codespell curl unzip python3-aiosmtpd
  poppler-utils fonts-thai-tlwg fonts-lao glewlwyd dbconfig-sqlite3"

dist="build-essential debhelper fakeroot"

packages=$build
case $what in test) packages="$build $test" ;; dist) packages="$build $dist" ;; esac
missing=
for p in $packages; do
  [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$p" 2>/dev/null | cut -c1-2)" = ii ] || missing="$missing $p"
done
command -v node >/dev/null || missing="$missing nodejs"
command -v npm >/dev/null || missing="$missing npm"
[ -n "$missing" ] || exit 0

echo "These Debian packages are missing:$missing"
as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Install them as root, then try again." >&2; exit 1; }
  read -r -p "Install them with sudo? [y/N] " answer </dev/tty || answer=n
  case $answer in y|Y|c|C) as_root=sudo ;; *) exit 1 ;; esac
fi
case "$missing" in *glewlwyd*)
  # the package would start a provider with a first account that everybody knows; the tests start their own
  if [ ! -e /etc/systemd/system/glewlwyd.service ]; then
    echo "Masking glewlwyd.service"
    $as_root mkdir -p /etc/systemd/system
    $as_root ln -s /dev/null /etc/systemd/system/glewlwyd.service
  fi ;;
esac
case "$missing" in *postgresql*)
  # the package would start a cluster of its own; the tests bring one up and down themselves
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    echo "Writing create_main_cluster = false to /etc/postgresql-common/createcluster.conf"
    $as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi ;;
esac
log=$(mktemp)
for step in "update -q" "install -y -q --no-install-recommends $missing"; do
  # shellcheck disable=SC2086
  if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get $step >"$log" 2>&1; then
    tail -20 "$log" >&2
    exit 1
  fi
done
rm -f "$log"
echo "Installed."
