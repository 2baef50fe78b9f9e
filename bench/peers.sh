#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# peers.sh: Redmine 5 and Request Tracker 5 from Debian's packages over one PostgreSQL 15, on this machine:
# create one, list fifty, open one; requests per second, latency, memory. Needs root; installs some
# 400 packages, so run it on a machine that may keep them. Figures go to standard output as a table.
#
#   bench/peers.sh [SECONDS of each measurement, 10]
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "peers.sh: needs root: it installs packages" >&2; exit 1; }
seconds=${1:-10}
work=$(mktemp -d /tmp/haicap-peers.XXXXXX)
chmod 755 "$work"
pg=/usr/lib/postgresql/15/bin port=15431 rt=18101 redmine=18102
key=$(od -An -tx1 -N20 /dev/urandom | tr -d ' \n')
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
sql() { psql -h 127.0.0.1 -p $port -U postgres -X -q "$@"; }
quiet() { "$@" >>"$work/log" 2>&1 || { tail -30 "$work/log" >&2; exit 1; }; }

# ---- install ----

# Debian ships gem specifications without folders; bundler takes such gems for deleted.
gem_folders() {
  local d s
  for d in /usr/share/rubygems-integration/{all,3.1.0} /usr/lib/*/rubygems-integration/3.1.0; do
    for s in "$d"/specifications/*.gemspec; do
      if [ -e "$s" ]; then mkdir -p "$d/gems/$(basename "$s" .gemspec)"; fi
    done
  done
}

install_peers() {
  echo "Installing Redmine, Request Tracker and PostgreSQL …" >&2
  printf 'redmine redmine/instances/default/dbconfig-install boolean false\nrequest-tracker5 request-tracker5/dbconfig-install boolean false\n' |
    debconf-set-selections
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  quiet apt-get update -q
  apt-get install -y -q --no-install-recommends request-tracker5 rt5-standalone rt5-db-postgresql redmine redmine-pgsql \
    ruby-pg libdbd-pg-perl puma starman libplack-perl wrk curl postgresql-15 python3 >>"$work/log" 2>&1 || true
  gem_folders
  quiet dpkg --configure -a
}

# ---- set up ----

start_postgres() {
  mkdir "$work/pg"
  chown postgres "$work/pg"
  quiet su postgres -c "$pg/initdb -D $work/pg/data -A trust -U postgres -E UTF8 --locale=C.UTF-8"
  quiet su postgres -c "$pg/pg_ctl -w -D $work/pg/data -l $work/pg/log -o '-k $work/pg -p $port -c listen_addresses=127.0.0.1 -c shared_buffers=256MB' start"
  sql -c "CREATE ROLE rt LOGIN SUPERUSER" -c "CREATE DATABASE rt5 OWNER rt" \
    -c "CREATE ROLE redmine LOGIN" -c "CREATE DATABASE redmine OWNER redmine"
}

start_rt() {
  mkdir -p "$work/rt/d"
  cat >"$work/rt/RT_SiteConfig.pm" <<X
use utf8; Set(\$rtname,'bench'); Set(\$Organization,'bench.local'); Set(\$WebDomain,'127.0.0.1'); Set(\$WebPort,$rt);
Set(\$DatabaseType,'Pg'); Set(\$DatabaseName,'rt5'); Set(\$DatabaseHost,'127.0.0.1'); Set(\$DatabasePort,'$port');
Set(\$DatabaseUser,'rt'); Set(\$DatabaseAdmin,'rt'); Set(\$DatabasePassword,'x'); Set(\$MailCommand,'testfile');
Set(\$LogToSyslog,undef); Set(\$LogToSTDERR,'error'); Set(\$RestrictReferrer,0); Set(\$WebSecureCookies,0); 1;
X
  export RT_SITE_CONFIG=$work/rt/RT_SiteConfig.pm RT_SITE_CONFIG_DIR=$work/rt/d PGUSER=rt PGHOST=127.0.0.1 PGPORT=$port
  quiet rt-setup-database-5 --action init --skip-create --dba rt --dba-password x
  /usr/share/request-tracker5/libexec/rt-server --server Starman --workers 4 --port $rt --host 127.0.0.1 \
    --env deployment >"$work/rt/log" 2>&1 &
  rt_pid=$!
}

start_redmine() {
  mkdir -p /etc/redmine/default /var/cache/redmine/default/tmp /var/log/redmine/default "$work/redmine"
  printf 'production:\n  adapter: postgresql\n  database: redmine\n  host: 127.0.0.1\n  port: %s\n  username: redmine\n  encoding: utf8\n  pool: 8\n' \
    $port >/etc/redmine/default/database.yml
  chmod 644 /etc/redmine/default/database.yml
  chown -R www-data /var/cache/redmine /var/log/redmine "$work/redmine"
  (cd /usr/share/redmine && quiet bundle install --local --quiet)
  local as="cd /usr/share/redmine; export HOME=$work/redmine RAILS_ENV=production REDMINE_INSTANCE=default"
  quiet su www-data -s /bin/sh -c "$as; SCHEMA=/dev/null bundle exec rake db:migrate && REDMINE_LANG=en bundle exec rake redmine:load_default_data"
  sql -d redmine -c "INSERT INTO settings (name, value, updated_on) VALUES ('rest_api_enabled', '1', now())" \
    -c "UPDATE users SET must_change_passwd = false WHERE login = 'admin'" \
    -c "INSERT INTO tokens (user_id, action, value, created_on, updated_on) SELECT id, 'api', '$key', now(), now() FROM users WHERE login = 'admin'"
  printf "directory '/usr/share/redmine'\nenvironment 'production'\nbind 'tcp://127.0.0.1:%s'\nworkers 2\nthreads 2, 2\npreload_app!\n" \
    $redmine >"$work/puma.rb"
  su www-data -s /bin/sh -c "$as; BUNDLE_GEMFILE=/usr/share/redmine/Gemfile exec puma -C $work/puma.rb" >"$work/redmine.log" 2>&1 &
  redmine_pid=$!
}

wait_for() {
  for _ in $(seq 120); do
    if curl -sf -o /dev/null "$1"; then return; fi
    sleep 0.5
  done
  echo "peers.sh: nobody answers at $1" >&2
  exit 1
}

stop_all() {
  for p in ${rt_pid:-} ${redmine_pid:-}; do kill "$p" 2>/dev/null || true; done
  su postgres -c "$pg/pg_ctl -D $work/pg/data -m fast stop" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop_all EXIT

# ---- measure ----

memory_mb() { # PSS of the trees of these processes
  python3 - "$@" <<'X'
import os, re, sys
parent = {}
for p in filter(str.isdigit, os.listdir("/proc")):
    try: parent[int(p)] = int(open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()[1])
    except OSError: pass
roots, total = set(map(int, sys.argv[1:])), 0
for p in parent:
    q = p
    while q and q not in roots: q = parent.get(q, 0)
    if q:
        try: total += int(re.search(r"^Pss:\s+(\d+)", open(f"/proc/{p}/smaps_rollup").read(), re.M)[1])
        except (OSError, TypeError): pass
print(round(total / 1024))
X
}

one() { # one NAME URL LUA
  wrk -t1 -c4 -d"${seconds}s" --timeout 30s --latency -s "$3" "$2" | awk -v name="$1" '
    $1 == "50%" { p50 = $2 } $1 == "99%" { p99 = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = $NF }
    END { printf "| %s | %s/s | %s | %s |%s\n", name, rate, p50, p99, bad ? " " bad " ERRORS" : "" }'
}

install_peers
start_postgres
start_rt
start_redmine
wait_for http://127.0.0.1:$rt/
wait_for http://127.0.0.1:$redmine/
curl -s -o /dev/null -H "X-Redmine-API-Key: $key" -H 'Content-Type: application/json' \
  -d '{"project":{"name":"P","identifier":"p1"}}' http://127.0.0.1:$redmine/projects.json
cookie=$(curl -s -o /dev/null -D - -d 'user=root&pass=password' http://127.0.0.1:$rt/NoAuth/Login.html |
  sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\).*/\1/p' | tail -1)
text='Kính gửi Ủy ban nhân dân xã, tôi làm đơn này để đề nghị đăng ký khai sinh cho con tôi.'
json="wrk.headers['Content-Type'] = 'application/json'"
rt_auth="wrk.headers['Cookie'] = '$cookie'; wrk.headers['Referer'] = 'http://127.0.0.1:$rt/'"
redmine_auth="wrk.headers['X-Redmine-API-Key'] = '$key'"
echo "$rt_auth" >"$work/rt.lua"
echo "$redmine_auth" >"$work/redmine.lua"
echo "wrk.method = 'POST'; $rt_auth; $json; wrk.body = [[{\"Queue\":\"General\",\"Subject\":\"Hồ sơ\",\"Content\":\"$text\"}]]" >"$work/rt_post.lua"
echo "wrk.method = 'POST'; $redmine_auth; $json; wrk.body = [[{\"issue\":{\"project_id\":1,\"tracker_id\":1,\"subject\":\"Hồ sơ\",\"description\":\"$text\"}}]]" >"$work/redmine_post.lua"

echo "4 clients, $seconds s each, $(nproc) cores, load before $(cut -d' ' -f1 /proc/loadavg)"
echo
echo "| figure | rate | p50 | p99 |"
echo "|---|---|---|---|"
one "Redmine: create" http://127.0.0.1:$redmine/issues.json "$work/redmine_post.lua"
one "Redmine: list of 50, JSON" "http://127.0.0.1:$redmine/issues.json?status_id=open&limit=50" "$work/redmine.lua"
one "Redmine: open one, HTML" http://127.0.0.1:$redmine/issues/1 "$work/redmine.lua"
one "Request Tracker: create" http://127.0.0.1:$rt/REST/2.0/ticket "$work/rt_post.lua"
one "Request Tracker: list of 50, JSON" "http://127.0.0.1:$rt/REST/2.0/tickets?query=Status%3D%27new%27&per_page=50&fields=Subject,Status,Owner,Created" "$work/rt.lua"
one "Request Tracker: open one, HTML" "http://127.0.0.1:$rt/Ticket/Display.html?id=1" "$work/rt.lua"
echo
echo "Memory (PSS): Redmine $(memory_mb "$redmine_pid") MB, Request Tracker $(memory_mb "$rt_pid") MB, their PostgreSQL $(memory_mb "$(head -1 "$work/pg/data/postmaster.pid")") MB"
