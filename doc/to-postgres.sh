#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# to-postgres.sh FILE: the rows of a SQLite database of haicap as a script for psql, to be run by a
# superuser on a database that `haicap upgrade` has given the tables and nobody has used yet.
# Nobody may write to FILE meanwhile. `haicap verify` afterwards proves the log.
set -euo pipefail
old=$1
tables=$(sqlite3 -readonly "$old" "SELECT name FROM sqlite_master
  WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'patch'")
echo 'BEGIN; SET LOCAL session_replication_role = replica; -- rows come in any order'
for t in $tables; do
  columns=$(sqlite3 -readonly "$old" "SELECT group_concat(name) FROM pragma_table_info('$t')")
  echo "DELETE FROM $t; COPY $t ($columns) FROM STDIN (FORMAT csv);"
  sqlite3 -readonly -csv "$old" "SELECT $columns FROM $t"
  echo '\.'
done
echo 'COMMIT; ANALYZE;'
