#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run.py: the figures of `make bench`: ours and what stands beside, in one run, interleaved.

    bench/run.py HAICAP [--out FILE] [--rounds N] [--seconds N] [--rows a,b,…]

Rows: page json list create mixed import check decree. Each figure is a median of rounds; a ratio is
the median of the rounds' ratios, so that a busy machine shifts both sides. Sessions, permission
checks and the act log are on. The client (wrk, 64 connections kept alive) runs on the same cores.
National data is read from $HAICAP_SHARED/data (default: ../shared beside the checkout); rows
that need it are skipped, and say so, when it is absent.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import threading
import time
import urllib.parse

from side import (
    CLIENTS, HERE, ORG, PASSWORD, Browser, account, add_committees, figures, measure, median, memory_mb, nginx,
    postgres, run, serving, sql, sql_one, stop, timed, wait_port, wrk,
)  # fmt: skip


ROOT = HERE.parent
RECORDS = 1_000_000
BIG = 100_000  # held by one organisation
RECORD = 9_000_000_000

table = []  # (figure, ours, beside, ratio, aim)
notes = []


def say(*words):
    print(*words, flush=True)


def row(figure, ours, beside="–", ratio="", aim=""):
    table.append((figure, ours, beside, ratio, aim))
    say(f"  {figure}: {ours} | {beside} | {ratio} | aim {aim}")


def side_by_side(name, aim, rounds, ours, beside):
    """Interleaved rounds of two measurements; the ratio is of rates."""
    a, b = [], []
    for _ in range(rounds):
        b.append(beside())
        a.append(ours())
    ratio = statistics.median(x["rate"] / y["rate"] for x, y in zip(a, b))
    row(name, figures(a), figures(b), f"{ratio:.2f}", aim)
    return a


# ---- data ----


def make_national(haicap, url, shared, files):
    run(haicap, "init", "--db", url)
    for what, name, *more in files:
        run(haicap, "import", what, shared / name, "--db", url, *more)


def add_records(url, count, big, code):
    """`count` open recognitions, `big` of them at the committee of the commune `code`."""
    sql(
        url,
        f"""CREATE TEMPORARY TABLE pick AS
SELECT row_number() OVER (ORDER BY CASE WHEN v.code = '{code}' THEN 0 ELSE 1 END, o.org_id) - 1 AS k, o.org_id
  FROM org_version o
  JOIN unit u ON u.id = o.unit_id AND u.tier = 'commune'
  JOIN unit_version v ON v.unit_id = u.id AND v.valid_to = '9999-12-31'
 WHERE o.valid_to = '9999-12-31' AND o.org_id > {ORG};
CREATE UNIQUE INDEX pick_by_k ON pick (k);
INSERT INTO recognition (id, org_received, org_held, state, to_decide, received_on, version, changed_at,
                         search, sort_key, title, decision, issued_on)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
SELECT {RECORD} + n.i, p.org_id, p.org_id, 'open', 0, '2023-05-10', 1, '2023-05-10T01:02:03.000000Z',
       'lang nghe so ' || n.i, 'lang nghe ' || (100000000 + n.i), 'Làng nghề số ' || n.i,
       n.i || '/QĐ-UBND', '2023-05-10'
  FROM n JOIN pick p ON p.k = CASE WHEN n.i <= {big} THEN 0
                                   ELSE 1 + n.i % (SELECT count(*) - 1 FROM pick) END;
INSERT INTO record_count (register, org_held, state, slot, n, writes)
SELECT 'recognition', org_held, state, (id / 1000) % 16, count(*), 0
  FROM recognition GROUP BY org_held, state, (id / 1000) % 16;
""",
    )


def copy_db(source, target):
    for suffix in ("", ".key", ".key.head"):
        if os.path.exists(f"{source}{suffix}"):
            shutil.copy(f"{source}{suffix}", f"{target}{suffix}")


# ---- rows ----


class Bench:
    def __init__(self, args):
        self.haicap = os.path.abspath(args.haicap)
        self.rounds, self.seconds = args.rounds, args.seconds
        self.shared = pathlib.Path(os.environ.get("HAICAP_SHARED", ROOT.parent / "shared")) / "data"
        self.national = (self.shared / "units_2024.csv").exists()
        self.work = pathlib.Path(args.work).absolute()
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.bare = self.work / "bare"
        run("cc", "-O2", "-o", self.bare, HERE / "bare.c", "-lsqlite3")
        self.sync = json.loads(run(self.bare, "sync", self.work))
        self.today = None

    def file(self, name):
        return str(self.work / name)

    # -- a registry for reading: the nation when there is its data, else the demo province --

    def reading(self):
        db = self.file("read.db")
        if os.path.exists(db):
            return db
        if self.national:
            make_national(
                self.haicap,
                db,
                self.shared,
                [
                    ("units", "units_2024.csv"),
                    ("units", "units_2025.csv", "--valid-from", "2025-07-01"),
                    ("successions", "succession_2025.csv", "--valid-from", "2025-07-01"),
                    ("adjacency", "adjacency_2025.csv", "--valid-from", "2025-07-01"),
                ],
            )
            add_committees(db)
        else:
            run(self.haicap, "init", "--db", db, "--demo", "ninh-binh")
            sql(db, "DELETE FROM org_now WHERE 0")
        self.code = sql_one(
            db,
            "SELECT v.code FROM unit_version v JOIN unit u ON u.id = v.unit_id "
            "WHERE u.tier = 'commune' AND v.valid_to = '9999-12-31' ORDER BY v.code LIMIT 1",
        )
        if self.national:
            add_records(db, BIG, BIG, self.code)
        account(self.haicap, db, "bench-clerk", "clerk", self.code)
        return db

    def paths(self, name, lines):
        path = self.work / name
        path.write_text("".join(f"{x}\n" for x in lines))
        return path

    def read_rows(self, wanted):
        db = self.reading()
        codes = sql_one(
            db,
            "SELECT v.code FROM unit_version v JOIN unit u ON u.id = v.unit_id "
            "WHERE u.tier = 'commune' AND v.valid_to = '9999-12-31'",
        ).split()
        with serving(self.haicap, db) as (server, port), nginx(self.work / "nginx", port + 1) as beside:
            b = Browser(port)
            b.sign_in("bench-clerk", PASSWORD)
            url, other = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"

            def compare(name, aim, paths, accept):
                sizes = [len(b.must("GET", p, accept=accept)) for p in paths[:200]]
                size = round(statistics.mean(sizes))
                static = f"{len(table)}.html"  # a name of its own: nginx keeps files open
                (self.work / "nginx" / static).write_bytes(b"x" * size)
                file = self.paths("paths", paths)
                # the client has the same work with both: as many requests to choose from, as long
                same = self.paths("paths-beside", [f"/{static}?{p}" for p in paths])
                return side_by_side(
                    f"{name}, {size:,} bytes",
                    aim,
                    self.rounds,
                    lambda: measure(server.pid, url, self.seconds, "pages", file, b.cookie, accept),
                    lambda: measure(beside.pid, other, self.seconds, "pages", same, b.cookie, accept),
                )

            html, machine = "text/html", "application/json"
            what = f"each of {len(codes):,} in turn"
            if "page" in wanted:
                compare(f"unit's page, HTML, {what}", "≥ 0.5; ≤ 40 µs", [f"/units/{c}" for c in codes], html)
            if "json" in wanted:
                compare(f"unit as JSON, {what}", "≥ 0.4", [f"/api/v1/units/{c}" for c in codes], machine)
            if "list" in wanted:
                if not self.national:
                    notes.append("list of 50 of 100,000: skipped, it needs the national data")
                    return
                pages, after = [], ""
                for _ in range(100):
                    pages.append(f"/api/v1/recognitions?limit=50{after}")
                    answer = json.loads(b.must("GET", pages[-1]))
                    after = "&after=" + urllib.parse.quote(answer["next"])
                compare("list of 50 of 100,000 records, JSON", "≥ 0.4; p99 < 20 ms", pages, machine)
                compare(
                    "the same, HTML",
                    "≥ 0.4; p99 < 20 ms",
                    [p.removeprefix("/api/v1") for p in pages],
                    html,
                )

    # -- durable records --

    def create(self):
        db = self.reading()
        fossil = self.work / "peer.fossil"
        run("fossil", "init", "--admin-user", "bench", fossil, cwd=self.work)
        rows, alone, peer = [], [], []
        with serving(self.haicap, db) as (server, port):
            b = Browser(port)
            b.sign_in("bench-clerk", PASSWORD)
            org = json.loads(b.must("GET", "/api/v1/me"))
            body = urllib.parse.urlencode({"csrf": b.csrf("/seals/new"), "kind": "emblem", "holder": "Bench"})
            body += "&number=bench+%d&idempotency_key=bench-%d"
            if org.get("org_id"):
                body += f"&org_held={org['org_id']}"
            before = int(sql_one(db, "SELECT count(*) FROM seal"))
            asked = 0
            f = subprocess.Popen(
                ["fossil", "server", fossil, "--port", str(port + 2), "--localauth"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            wait_port(port + 2)
            peer_url = f"http://127.0.0.1:{port + 2}"
            ticket = "csrf=localhost&title=bench+%d&type=Incident&comment=bench&submit=Submit"
            for _ in range(self.rounds):
                one = json.loads(run(self.bare, "insert", self.work / "bare.db", self.seconds))
                alone.append(one["rows"] / one["seconds"])
                peer.append(
                    wrk(peer_url, self.seconds, "form", "/tktnew", "", ticket, peer_url + "/tktnew", clients=1)
                )
                rows.append(
                    measure(server.pid, f"http://127.0.0.1:{port}", self.seconds, "form", "/seals", b.cookie, body)
                )
                asked += rows[-1]["requests"]
            stop(f)
            stored = int(sql_one(db, "SELECT count(*) FROM seal")) - before
            tickets = int(run("fossil", "sql", "-R", fossil, "SELECT count(*) FROM ticket").strip())
        # what was asked but not counted when the client's clock ended is stored too
        if not asked <= stored <= asked + CLIENTS * self.rounds:
            notes.append(f"create: {asked} answers but {stored} records")
        rate = median(rows, "rate")
        sync = self.sync["median_us"]
        aim = "≥ 5× bare; ≥ 2,000/s" if sync >= 2000 else "≥ 1× bare; ≥ 2,000/s"
        ratio = statistics.median(r["rate"] / x for r, x in zip(rows, alone))
        row(
            f"durable record, POST /seals (fdatasync here: median {sync:,} µs, p99 {self.sync['p99_us']:,} µs)",
            figures(rows),
            f"bare SQLite {statistics.median(alone):,.0f}/s",
            f"{ratio:.1f}×",
            aim,
        )
        fossil_rate = tickets / sum(r["seconds"] for r in peer)
        row("the same", f"{rate:,.0f}/s", f"Fossil's ticket create {fossil_rate:,.0f}/s (1 client)", f"{rate / fossil_rate:.0f}×")
        if run(self.haicap, "verify", "--db", db) is not None:
            notes.append(f"haicap verify after {stored:,} records: the log holds")

    # -- the nation --

    def imports(self):
        total, per = 0.0, []
        db = self.file("import.db")
        run(self.haicap, "init", "--db", db)
        for what, name, *more in (
            ("units", "units_2024.csv"),
            ("units", "units_2025.csv", "--valid-from", "2025-07-01"),
            ("successions", "succession_2025.csv", "--valid-from", "2025-07-01"),
            ("adjacency", "adjacency_2025.csv", "--valid-from", "2025-07-01"),
        ):
            t, _ = timed(self.haicap, "import", what, self.shared / name, "--db", db, *more)
            total += t
            per.append(f"{name} {t:.2f} s")
        row("national import", f"{total:.2f} s ({', '.join(per)})", aim="< 60 s")

    def check(self):
        db = self.reading()
        times = []
        for _ in range(max(self.rounds, 3)):
            t, out = timed(self.haicap, "check", "--db", db, "--law", "35/2023", "--on", "2024-07-01", "--format", "json")
            times.append(t)
        n = len(json.loads(out)["items"])
        row(f"national check, {n:,} units", f"{statistics.median(times):.2f} s", aim="< 2 s")

    # -- one decree for the nation --

    def decree_db(self, url):
        make_national(self.haicap, url, self.shared, [("units", "units_2024.csv", "--valid-from", "2024-01-01")])
        add_committees(url)
        text = self.file("national.txt")
        out = run(
            self.haicap, "decree", "from-successions", self.shared / "succession_2025.csv", "--db", url,
            "--effective", "2025-07-01", "--units", self.shared / "units_2025.csv",
            "--end-tier", "district,province", "--id", "national-2025",
        )  # fmt: skip
        pathlib.Path(text).write_text(out)
        run(self.haicap, "decree", "add", text, "--db", url)
        account(self.haicap, url, "phe-duyet", "approver")
        return url

    def before_decree(self):
        db = self.file("plain.db")
        return db if os.path.exists(db) else self.decree_db(db)

    def approve(self, url):
        run(self.haicap, "decree", "approve", "national-2025", "--as", "phe-duyet", "--db", url)

    # An old commune that goes whole into a new one: its committee holds the hundred thousand.
    OLD, NEW = "00001", "00097"

    def decree(self):
        plain, full = self.before_decree(), self.file("full.db")
        copy_db(plain, full)
        account(self.haicap, full, "bench-clerk", "clerk", self.NEW_code(full))
        add_records(full, RECORDS, BIG, self.OLD)
        self.one_decree("SQLite", plain, full)
        with postgres(pathlib.Path("/tmp/haicap-bench-pg")) as base:
            self.decree_db(base)
            account(self.haicap, base, "bench-clerk", "clerk", self.NEW_code(base))
            add_records(base, RECORDS, BIG, self.OLD)
            sql(base, "ANALYZE;")
            self.one_decree("PostgreSQL", None, base)

    def NEW_code(self, url):
        """The clerk works for the old commune; the decree carries the grant over to the successor."""
        return self.OLD

    def one_decree(self, engine, plain, full):
        without = ""
        if plain:
            self.approve(plain)
            t, _ = timed(self.haicap, "decree", "execute", "national-2025", "--db", plain)
            without = f"without any record {t:.1f} s"
        self.approve(full)
        with serving(self.haicap, full) as (server, port):
            t, out = timed(self.haicap, "decree", "execute", "national-2025", "--db", full)
            row(
                f"10,035 → 3,321 as one decree, {RECORDS:,} open records, {engine}",
                f"{t:.1f} s", without or "–", aim="< 10 s, mostly independent of the million",
            )  # fmt: skip
            b = Browser(port)
            b.sign_in("bench-clerk", PASSWORD)
            pages, after = [], ""
            for _ in range(50):
                pages.append(f"/api/v1/recognitions?limit=50{after}")
                answer = json.loads(b.must("GET", pages[-1]))
                if not answer["next"]:
                    break
                after = "&after=" + urllib.parse.quote(answer["next"])
            file = self.paths("paths", pages)
            for clients in (1, CLIENTS):
                r = [
                    measure(server.pid, f"http://127.0.0.1:{port}", self.seconds, "pages", file, b.cookie,
                            "application/json", clients=clients)
                    for _ in range(self.rounds)
                ]  # fmt: skip
                row(f"a successor's list of 50 afterwards, {engine}, {clients} clients", figures(r), aim="p99 < 20 ms")
            now, most = memory_mb(server.pid)
            row(f"memory of the server after that, {engine}", f"{now:.0f} MB (at most {most:.0f} MB)",
                "Redmine 464 MB, Request Tracker 1.1 GB (STACK.md)", aim="< 128 MB")  # fmt: skip

    # -- reads while others work --

    def mixed(self):
        db = self.file("mixed.db")
        copy_db(self.before_decree(), db)
        self.approve(db)
        people = [f"clerk-{i}" for i in range(4)]
        for name in people:
            account(self.haicap, db, name, "clerk", self.OLD)
        codes = sql_one(
            db, "SELECT v.code FROM unit_version v JOIN unit u ON u.id = v.unit_id WHERE u.tier = 'commune'"
        ).split()
        stopping = threading.Event()
        done = {"sign-ins": 0, "exports": 0, "executions": 0}
        waits = []

        def sign_ins(port, name):
            while not stopping.is_set():
                before = time.monotonic()
                Browser(port).sign_in(name, PASSWORD)
                waits.append(time.monotonic() - before)
                done["sign-ins"] += 1
                stopping.wait(0.5)

        def exports(port, cookie):
            b = Browser(port)
            b.cookie = cookie
            while not stopping.is_set():
                b.must("GET", "/units.csv")
                done["exports"] += 1

        def decrees():
            while not stopping.is_set():
                run(self.haicap, "decree", "execute", "national-2025", "--db", db)
                done["executions"] += 1
                run(self.haicap, "decree", "undo", "national-2025", "--db", db)
                self.approve(db)

        with serving(self.haicap, db) as (server, port):
            b = Browser(port)
            b.sign_in("phe-duyet", PASSWORD)  # whose grant no decree ends
            file = self.paths("paths", [f"/units/{c}?on=2024-06-01" for c in codes])

            def reads(seconds):
                return measure(server.pid, f"http://127.0.0.1:{port}", seconds, "pages", file, b.cookie, "text/html")

            seconds = max(self.seconds, 5)
            alone = [reads(seconds) for _ in range(self.rounds)]
            failed = []

            def worker(work, *args):
                def whole_time():
                    try:
                        work(*args)
                    except (SystemExit, OSError) as e:  # of a thread nobody else hears
                        failed.append(f"mixed: {work.__name__} ended early: {e}")

                return threading.Thread(target=whole_time)

            workers = [worker(exports, port, b.cookie), worker(decrees), *(worker(sign_ins, port, p) for p in people)]
            for w in workers:
                w.start()
            together = [reads(seconds) for _ in range(self.rounds)]
            stopping.set()
            for w in workers:
                w.join()
        notes.extend(failed)
        if not all(done.values()):
            notes.append(f"mixed: not all of them came about: {done}")
        elif waits:
            notes.append(
                f"mixed: a sign-in waits for the writer that was there before it: median "
                f"{statistics.median(waits):.1f} s, at most {max(waits):.1f} s"
            )
        ratio = median(together, "p99_ms") / median(alone, "p99_ms")
        row(
            f"reads while {done['sign-ins']} sign in, {done['exports']} exports of the nation run and the national "
            f"decree is executed and undone {done['executions']} times, the whole time",
            figures(together), "alone: " + figures(alone), f"p99 {ratio:.1f}×", "p99 ≤ 3×",
        )  # fmt: skip

ROWS = ["page", "json", "list", "create", "import", "check", "mixed", "decree"]


def machine(bench):
    cpu = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    return (
        f"{len(os.sched_getaffinity(0))} cores ({cpu[1].strip() if cpu else '?'}), load before {os.getloadavg()[0]:.1f}; "
        f"fdatasync here: median {bench.sync['median_us']} µs, p99 {bench.sync['p99_us']} µs. "
        f"Client: wrk, {CLIENTS} connections kept alive, 2 threads, same cores; {bench.rounds} interleaved rounds of "
        f"{bench.seconds} s, medians. SQLite: WAL, synchronous=FULL, group commit; PostgreSQL: fsync on. Session, "
        "permission and act log on."
    )


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("haicap")
    p.add_argument("--out")
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--seconds", type=int, default=4)
    p.add_argument("--rows", default=",".join(ROWS))
    p.add_argument("--work", default=str(ROOT / "var" / "bench"))
    args = p.parse_args()
    bench = Bench(args)
    wanted = args.rows.split(",")
    head = machine(bench)
    say(head)
    if {"page", "json", "list"} & set(wanted):
        bench.read_rows(wanted)
    if "create" in wanted:
        bench.create()
    for name, method in (("import", bench.imports), ("check", bench.check), ("mixed", bench.mixed), ("decree", bench.decree)):
        if name not in wanted:
            continue
        if bench.national:
            method()
        else:
            notes.append(f"{name}: skipped, {bench.shared} is not there (HAICAP_SHARED names the folder)")
    lines = ["| figure | haicap | beside | ratio | aim |", "|---|---|---|---|---|"]
    lines += ["| " + " | ".join(r) + " |" for r in table]
    text = "\n".join([f"Measured {time.strftime('%Y-%m-%d')}: {head}", "", *lines, "", *(f"- {n}" for n in notes)]) + "\n"
    say("\n" + text)
    if args.out:
        pathlib.Path(args.out).write_text(text)
    shutil.rmtree(bench.work, ignore_errors=True)


main()
