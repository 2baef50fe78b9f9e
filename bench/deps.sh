#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# deps.sh: what `make bench` measures with and against, from Debian's packages: wrk (the client),
# nginx, the sqlite3 shell, Fossil. Never part of a set-up. Asks before it uses sudo when not root;
# starts no system service.
set -euo pipefail
missing=
for p in wrk nginx-light sqlite3 fossil postgresql-15; do
  [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$p" 2>/dev/null | cut -c1-2)" = ii ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
echo "The benchmark needs these Debian packages:$missing"
as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Install them as root, then try again." >&2; exit 1; }
  read -r -p "Install them with sudo? [y/N] " answer </dev/tty || answer=n
  case $answer in y|Y|c|C) as_root=sudo ;; *) exit 1 ;; esac
fi
# nginx and PostgreSQL would start a service of their own; the benchmark runs its own and stops it
forbid=/usr/sbin/policy-rc.d
if [ ! -e $forbid ]; then
  printf '#!/bin/sh\nexit 101\n' | $as_root tee $forbid >/dev/null
  $as_root chmod 755 $forbid
  trap '$as_root rm -f $forbid' EXIT
fi
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  $as_root mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
echo "Installed."
