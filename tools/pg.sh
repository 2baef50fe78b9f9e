#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# pg.sh start DIR | stop DIR: a throw-away PostgreSQL 15 in DIR, under another user than root,
# reached only by a socket in DIR. `start` prints its URL.
set -euo pipefail
bin=/usr/lib/postgresql/15/bin
dir=$2
as() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi; }
case $1 in
start)
  mkdir -p "$dir"
  [ "$(id -u)" = 0 ] && chown postgres "$dir"
  chmod 755 "$dir"
  as "$bin/initdb -D $dir/data -A trust -U haicap -E UTF8 --locale=C.UTF-8" >"$dir.log" 2>&1
  # a throw-away needs no durability; the crash tests turn it on again for themselves
  as "$bin/pg_ctl -D $dir/data -w -l $dir/server.log -o '-k $dir -c listen_addresses= -c fsync=off -c max_connections=200' start" >>"$dir.log" 2>&1
  echo "postgresql:///postgres?host=$dir&user=haicap"
  ;;
stop)
  as "$bin/pg_ctl -D $dir/data -m immediate stop" >/dev/null 2>&1 || true
  rm -rf "$dir" "$dir.log"
  ;;
esac
