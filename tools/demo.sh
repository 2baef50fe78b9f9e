#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# demo.sh HAICAP PORT: makes var/demo.db once and serves it until stopped.
set -euo pipefail
haicap=$1 port=$2
mkdir -p var
if [ ! -e var/demo.db ]; then
  echo "Making the demo province (Ninh Bình, 30/12/2024) in var/demo.db …"
  rm -f var/new.db*
  "$haicap" init --db var/new.db --demo ninh-binh >var/new.accounts
  chmod 600 var/new.accounts
  for f in var/new.*; do mv "$f" "var/demo${f#var/new}"; done
fi
echo
echo "Demo accounts (name, password, what for), also in var/demo.accounts:"
column -t -s "$(printf '\t')" var/demo.accounts 2>/dev/null || cat var/demo.accounts
echo
echo "Serving until you press Ctrl-C. To begin anew: rm -r var"
exec "$haicap" serve --db var/demo.db --listen "127.0.0.1:$port"
