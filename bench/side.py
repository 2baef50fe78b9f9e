# SPDX-License-Identifier: Apache-2.0
"""side.py: what run.py stands its rows on: processes and what they cost, nginx and PostgreSQL beside,
the client that measures and one that fills in forms."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TICK = 1e6 / os.sysconf("SC_CLK_TCK")
CLIENTS = 64
PASSWORD = "Bench-mark-2026"
ORG = 8_000_000_000  # numbers made here stay clear of the installation's own


# ---- processes ----


def tree(pid):
    out = [pid]
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            for child in open(f"/proc/{pid}/task/{task}/children").read().split():
                out += tree(int(child))
    return out


def cpu_us(pid):
    ticks = 0
    for p in tree(pid):
        with contextlib.suppress(OSError):
            f = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split()
            ticks += int(f[11]) + int(f[12])
    return ticks * TICK


def memory_mb(pid):
    """Proportional memory of the tree, and the sum of what each held at most."""
    now = most = 0
    for p in tree(pid):
        with contextlib.suppress(OSError):
            now += int(re.search(r"^Pss:\s+(\d+)", open(f"/proc/{p}/smaps_rollup").read(), re.M)[1])
            most += int(re.search(r"^VmHWM:\s+(\d+)", open(f"/proc/{p}/status").read(), re.M)[1])
    return now / 1024, most / 1024


def run(*args, **more):
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(map(str, args))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def timed(*args, **more):
    before = time.monotonic()
    out = run(*args, **more)
    return time.monotonic() - before, out


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def nginx(folder, port):
    folder.mkdir(exist_ok=True)
    (folder / "nginx.conf").write_text(
        f"""worker_processes auto; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  open_file_cache max=100; default_type text/html;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port} reuseport; root {folder}; }} }}
"""
    )
    p = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL)
    try:
        wait_port(port)
        yield p
    finally:
        stop(p)


def wait_port(port):
    import socket

    for _ in range(300):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    sys.exit(f"bench: nobody listens on port {port}")


@contextlib.contextmanager
def serving(haicap, url, *more):
    p = subprocess.Popen(
        [haicap, "serve", "--db", url, "--listen", "127.0.0.1:0", *more], stdout=subprocess.PIPE, text=True
    )
    try:
        yield p, int(p.stdout.readline().rsplit(":", 1)[1])
    finally:
        stop(p)


@contextlib.contextmanager
def postgres(folder):
    """A PostgreSQL 15 of our own, durable, its defaults otherwise."""
    binaries = "/usr/lib/postgresql/15/bin"

    def as_user(command):
        if os.getuid() == 0:
            run("su", "postgres", "-s", "/bin/bash", "-c", command)
        else:
            run("bash", "-c", command)

    folder.mkdir()
    folder.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    as_user(f"{binaries}/initdb -D {folder}/data -A trust -U haicap -E UTF8 --locale=C.UTF-8 >/dev/null")
    as_user(f"{binaries}/pg_ctl -w -D {folder}/data -l {folder}/log -o '-k {folder} -c listen_addresses=' start >/dev/null")
    try:
        yield f"postgresql:///postgres?host={folder}&user=haicap"
    finally:
        as_user(f"{binaries}/pg_ctl -D {folder}/data -m fast stop >/dev/null")
        shutil.rmtree(folder, ignore_errors=True)


def sql(url, text):
    if url.startswith("postgresql:"):
        run("psql", "-q", "-v", "ON_ERROR_STOP=1", url, input=text)
    else:
        run("sqlite3", "-bail", url, input=text)


def sql_one(url, text):
    if url.startswith("postgresql:"):
        return run("psql", "-At", url, "-c", text).strip()
    return run("sqlite3", url, text).strip()


# ---- the client ----


def wrk(url, seconds, *args, clients=CLIENTS, threads=2):
    threads = min(threads, clients)
    out = run(
        "wrk", f"-t{threads}", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s", "-s", HERE / "wrk.lua", url, "--", *args
    )
    return json.loads(out.strip().splitlines()[-1])


def measure(pid, url, seconds, *args, **more):
    before = cpu_us(pid)
    r = wrk(url, seconds, *args, **more)
    r["rate"] = r["requests"] / r["seconds"]
    r["cpu_us"] = (cpu_us(pid) - before) / max(r["requests"], 1)
    return r


def median(rounds, key):
    return statistics.median(r[key] for r in rounds)


def figures(rounds):
    wrong = sum(r["errors"] for r in rounds)
    return (
        f"{median(rounds, 'rate'):,.0f}/s, p50 {median(rounds, 'p50_ms'):.1f} ms, p99 {median(rounds, 'p99_ms'):.1f} ms, "
        f"{median(rounds, 'cpu_us'):.0f} µs CPU" + (f", {wrong} ERRORS" if wrong else "")
    )


class Browser:
    """Just enough of one: keeps the cookie, finds the form's token."""

    def __init__(self, port):
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookie = ""

    def ask(self, method, path, body=None, accept="application/json"):
        headers = {"Accept": accept, "Cookie": self.cookie}
        if isinstance(body, dict):
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        elif body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.wire.request(method, path, body, headers)
            answer = self.wire.getresponse()
        except ConnectionError:  # idle for longer than the server waits
            self.wire.close()
            self.wire.request(method, path, body, headers)
            answer = self.wire.getresponse()
        text = answer.read()
        for value in answer.headers.get_all("Set-Cookie") or []:
            if value.startswith("haicap="):
                self.cookie = value.split(";")[0]
        return answer.status, text

    def must(self, *args, **more):
        status, text = self.ask(*args, **more)
        if status >= 400:
            sys.exit(f"bench: {args[:2]} answered {status}: {text[:500]!r}")
        return text

    def sign_in(self, username, password):
        self.must("POST", "/api/v1/sign-in", {"username": username, "password": password})

    def csrf(self, path):
        page = self.must("GET", path, accept="text/html").decode()
        return re.search(r'name="csrf" value="([^"]+)"', page)[1]


def account(haicap, url, username, role, organisation=None):
    """Makes it as the machine's operator, then changes the password as the person has to."""
    person = {"username": username, "name": f"Bench {username}", "role": role}
    if organisation:
        person["organisation"] = organisation
    made = json.loads(run(haicap, "call", "--db", url, "POST", "/people", input=json.dumps(person)))
    with serving(haicap, url) as (_, port):
        b = Browser(port)
        b.sign_in(username, made["password"])
        b.must("POST", "/api/v1/me/password", {"password": made["password"], "new_password": PASSWORD, "again": PASSWORD})


def add_committees(url):
    """A people's committee for every unit, as the registers need somebody who holds their records."""
    sql(
        url,
        f"""INSERT INTO org (id, kind, valid_from, valid_to)
SELECT {ORG} + u.id, 'people_committee', u.valid_from, u.valid_to FROM unit u;
INSERT INTO org_version (org_id, valid_from, valid_to, name, search, sort_key, unit_id, parent_id)
SELECT {ORG} + v.unit_id, v.valid_from, v.valid_to, 'Ủy ban nhân dân ' || v.name,
       'uy ban nhan dan ' || v.search, v.sort_key, v.unit_id, {ORG} + v.parent_id
  FROM unit_version v;
INSERT INTO org_now (org_id, valid_from, valid_to, now_id)
SELECT {ORG} + u.id, u.valid_from, '9999-12-31', {ORG} + u.id FROM unit u;
""",
    )
