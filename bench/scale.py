#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""scale.py: directed work in a nation: 3,355 bodies with 200 tasks each, on SQLite or PostgreSQL.

    bench/scale.py HAICAP [--postgres] [--out FILE] [--seconds N] [--keep FOLDER]

Ten documents of twenty tasks, each spread over the 34 provinces' and 3,321 communes' committees by the
API, as a person would. Then what people look at, as three of them: an expert of one commune, who leads a
province, who leads the nation. Then a month's report of every body, and the syntheses of all
provinces. wrk, 8 connections kept alive, on the same cores; statements are counted by the server
(haicap_statements_total). FOLDER keeps the SQLite database for another run.
"""
import argparse
import datetime
import http.client
import json
import os
import pathlib
import re
import statistics
import tempfile
import threading
import time

from side import ORG, PASSWORD, Browser, add_committees, measure, memory_mb, postgres, run, serving, sql, sql_one, timed

PROVINCES, COMMUNES, DOCUMENTS, TASKS = 34, 3321, 10, 20
BODIES = PROVINCES + COMMUNES
CLIENTS = 8
MONTHLY = "KL183"  # the report of every month that ships

table, notes = [], []


def say(*words):
    print(*words, flush=True)


# ---- the nation ----


def units(path):
    """Made up: what is measured depends on how many there are, not on their names."""
    lines = ["code,name,type,parent_code,tier"]
    lines += [f"{p + 1:02d},Tỉnh số {p + 1},Tỉnh,,province" for p in range(PROVINCES)]
    lines += [f"{c + 1:05d},Xã số {c + 1},Xã,{c % PROVINCES + 1:02d},commune" for c in range(COMMUNES)]
    path.write_text("\n".join(lines) + "\n")
    return path


def nation(haicap, url, folder):
    run(haicap, "init", "--db", url)
    run(haicap, "import", "units", units(folder / "units.csv"), "--valid-from", "2025-07-01", "--db", url)
    made = run(haicap, "call", "--db", url, "POST", "/orgs", input=json.dumps({"kind": "other", "name": "Chính phủ"}))
    root = json.loads(made)["id"]
    add_committees(url)
    sql(url, f"UPDATE org_version SET parent_id = {root} WHERE parent_id IS NULL AND org_id <> {root};")
    return root


def people(haicap, url, wanted):
    """wanted: {name: (role, organisation, also below it)}; each changes the password that was told once."""
    told = {}
    for name, (role, org, below) in wanted.items():
        body = {"username": name, "name": f"Bench {name}", "role": role, "org_id": org, "below": below}
        told[name] = json.loads(run(haicap, "call", "--db", url, "POST", "/people", input=json.dumps(body)))["password"]
    with serving(haicap, url) as (_, port):
        for name, password in told.items():
            b = Browser(port)
            b.sign_in(name, password)
            b.must("POST", "/api/v1/me/password", {"password": password, "new_password": PASSWORD, "again": PASSWORD})


def signed_in(port, name):
    b = Browser(port)
    b.sign_in(name, PASSWORD)
    return b


def ask(browser, path, body):
    return json.loads(browser.must("POST", f"/api/v1{path}", body))


def documents(port):
    drafter, leader, took = signed_in(port, "drafter"), signed_in(port, "leader"), []
    first = datetime.date.today() - datetime.timedelta(days=300)  # half of them are late by now
    for k in range(DOCUMENTS):
        made = ask(drafter, "/directives", {"number": f"{k + 1}/CT-TTg", "type": "directive", "issuer": "Thủ tướng Chính phủ",
                                      "issued_on": str(first), "summary": f"Kế hoạch số {k + 1}"})  # fmt: skip
        for i in range(TASKS):
            day = first + datetime.timedelta(days=3 * (k * TASKS + i))
            one = {"number": str(i + 1), "title": f"Việc {i + 1} của kế hoạch {k + 1}", "rule_kind": "by", "rule_date": str(day)}
            task = ask(leader, f"/directives/{made['id']}/tasks", one)
            before = time.monotonic()
            ask(leader, f"/tasks/{task['id']}/spread", {"kind": "people_committee", "expected": BODIES})
            took.append(time.monotonic() - before)
    table.append((f"one task for each of {BODIES:,} bodies", "", "", f"{statistics.median(took) * 1e3:,.0f}", "", "", ""))


# ---- pages ----


def statements(port):
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    wire.request("GET", "/metrics")
    return int(re.search(r"^haicap_statements_total (\d+)", wire.getresponse().read().decode(), re.M)[1])


class Pages:
    def __init__(self, port, gauge, server, seconds, folder):
        self.port, self.gauge, self.server, self.seconds = port, gauge, server, seconds
        self.list = folder / "paths"

    def measured(self, browser, slow):
        clients, seconds = (1, 10) if slow else (CLIENTS, self.seconds)
        cost = []  # what each connection ran last is counted with what it runs next
        for _ in range(2):
            before = statements(self.gauge)
            r = measure(self.server.pid, f"http://127.0.0.1:{self.port}", seconds, "pages", self.list,
                        browser.cookie, "text/html", clients=clients)  # fmt: skip
            cost.append((statements(self.gauge) - before) / max(r["requests"], 1))
        return r, cost

    def row(self, name, browser, path):
        before = time.monotonic()
        body = browser.must("GET", path, accept="text/html")
        slow = time.monotonic() - before > 0.5  # one at a time, and time for some
        self.list.write_text(path + "\n")
        r, cost = self.measured(browser, slow)
        if not slow and r["requests"] < CLIENTS:  # eight of it at once take longer than the clock runs
            slow = True
            r, cost = self.measured(browser, slow)
        if r["errors"]:
            notes.append(f"{name}: {r['errors']} ERRORS")
        table.append((f"{name}, 1 connection" if slow else name, f"{len(body):,}", f"{r['rate']:,.{1 if slow else 0}f}", f"{r['p50_ms']:.1f}", f"{r['p99_ms']:.1f}",
                      f"{r['cpu_us'] / 1e3:.2f}", f"{min(cost):.1f}"))  # fmt: skip
        say(*table[-1])


def looked_at(pages, expert, governor, leader):
    document = json.loads(leader.must("GET", "/api/v1/directives"))["items"][0]["id"]
    for who, b in (("an expert", expert), ("who leads a province", governor), ("who leads all", leader)):
        for what, path in (
            ("my work", "/work"),
            ("control board", "/board"),
            ("search: a word of many", "/search?q=viec"),
            ("search: a word of few", "/search?q=viec+7+hoach+9"),
            ("search: a word of none", "/search?q=khongco"),
            ("tasks", "/tasks"),
            ("late tasks", "/tasks?late=1"),
            ("a document", f"/directives/{document}"),
            ("its roadmap", f"/directives/{document}/roadmap"),
            ("its control board", f"/board?directive={document}"),
            ("documents", "/directives"),
        ):
            pages.row(f"{what}, {who}", b, path)


# ---- a month's report of every body ----


def in_parallel(jobs, workers, port, names):
    """Each worker signs in as each of the names."""
    waiting, failed = list(jobs), []

    def work():
        browsers = [signed_in(port, name) for name in names]
        while waiting:
            try:
                waiting.pop()(*browsers)
            except (IndexError, SystemExit) as e:
                failed.append(str(e))

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    notes.extend(failed[:3])


def monthly(url, port, provinces):
    """The server has begun the round by itself, each report filled in from its body's tasks."""
    round_ = sql_one(url, f"SELECT max(o.id) FROM report_round o JOIN report_regime r ON r.id = o.regime_id WHERE r.code = '{MONTHLY}'")
    ids = sql_one(url, f"SELECT id FROM report WHERE round_id = {round_} AND stage = 'draft'").split()
    if not ids:  # a kept database: nothing to send, and the syntheses are there
        notes.append("the month's reports were sent in an earlier run: they and their syntheses are not measured")
        return

    def send(id_):
        def job(drafter, signer):
            ask(drafter, f"/reports/{id_}", {"values": [{"seq": 8, "value": "Thực hiện đúng tiến độ."}]})
            ask(signer, f"/reports/{id_}/sign", {})
            ask(drafter, f"/reports/{id_}/send", {})

        return job

    before = time.monotonic()
    in_parallel([send(i) for i in ids], CLIENTS, port, ["drafter", "leader"])
    took = time.monotonic() - before
    sent = int(sql_one(url, f"SELECT count(*) FROM report WHERE round_id = {round_} AND stage = 'sent'"))
    table.append((f"{sent:,} reports saved, signed and sent, {CLIENTS} people at once", "", f"{3 * sent / took:,.0f}", "", "", "", ""))
    took = []
    for name in provinces:
        p = signed_in(port, name)
        before = time.monotonic()
        ask(p, f"/reports/rounds/{round_}/synthesise", {"note": "Tổng hợp"})
        took.append(time.monotonic() - before)
    table.append((f"the syntheses of {len(took)} provinces, about {BODIES // PROVINCES} bodies each: "
                  f"{sum(took):.1f} s in all", "", "", f"{statistics.median(took) * 1e3:,.0f}", f"{max(took) * 1e3:,.0f}", "", ""))  # fmt: skip


# ---- all of it ----


def measured(haicap, url, folder, seconds):
    kept = os.path.exists(f"{folder}/provinces.json")
    if kept:
        provinces = json.loads((folder / "provinces.json").read_text())
    else:
        root = nation(haicap, url, folder)
        codes = [f"{p + 1:02d}" for p in range(PROVINCES)]
        at = {c: int(sql_one(url, f"SELECT {ORG} + unit_id FROM unit_version WHERE code = '{c}'")) for c in [*codes, "00001"]}
        provinces = [f"province-{c}" for c in codes]
        people(haicap, url, {"leader": ("head", root, True), "drafter": ("clerk", root, True), "expert": ("clerk", at["00001"], False),
                             **{f"province-{c}": ("head", at[c], True) for c in codes}})  # fmt: skip
    with serving(haicap, url, "--metrics", "127.0.0.1:9464") as (server, port):
        if not kept:
            documents(port)
            (folder / "provinces.json").write_text(json.dumps(provinces))
        n = int(sql_one(url, "SELECT count(*) FROM task"))
        looked_at(Pages(port, 9464, server, seconds, folder), signed_in(port, "expert"),
                  signed_in(port, provinces[0]), signed_in(port, "leader"))
        notes.append(f"memory of the server after these pages: {memory_mb(server.pid)[0]:.0f} MB")
        monthly(url, port, provinces)
        notes.append(f"and after the reports: {memory_mb(server.pid)[0]:.0f} MB (at most {memory_mb(server.pid)[1]:.0f} MB)")
    took, _ = timed(haicap, "verify", "--db", url)
    notes.append(f"haicap verify afterwards: the log holds ({took:.0f} s)")
    return n


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("haicap")
    p.add_argument("--postgres", action="store_true")
    p.add_argument("--out")
    p.add_argument("--seconds", type=int, default=5)
    p.add_argument("--keep")
    args = p.parse_args()
    haicap = os.path.abspath(args.haicap)
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(args.keep or made)
        folder.mkdir(exist_ok=True)
        if args.postgres:
            os.environ["HAICAP_KEY"] = str(folder / "scale.key")  # the address is that of the run before
            with postgres(pathlib.Path("/tmp/haicap-scale-pg")) as base:
                n = measured(haicap, base, folder, args.seconds)
        else:
            n = measured(haicap, str(folder / "scale.db"), folder, args.seconds)
    engine = "PostgreSQL" if args.postgres else "SQLite"
    cpu = re.search(r"model name\s*:\s*(.*)", open("/proc/cpuinfo").read())
    lines = [
        f"## {engine}, {n:,} tasks", "",
        f"{datetime.date.today()}; {len(os.sched_getaffinity(0))} cores ({cpu[1].strip() if cpu else '?'}); "
        f"wrk, {CLIENTS} connections, {args.seconds} s each, same cores.", "",
        "| | bytes | a second | p50 ms | p99 ms | CPU ms | statements |", "|---|--:|--:|--:|--:|--:|--:|",
        *(f"| {' | '.join(r)} |" for r in table), "", *(f"- {x}" for x in notes), "",
    ]  # fmt: skip
    print("\n".join(lines))
    if args.out:
        out = pathlib.Path(args.out)
        title = "# Directed work at the size of a nation\n\nWritten by `make bench-scale`.\n\n"
        old = out.read_text().removeprefix(title) if out.exists() else ""
        other = [s for s in re.split(r"(?m)^(?=## )", old) if s.strip() and not s.startswith(f"## {engine}")]
        out.write_text(title + "\n".join(sorted(f"{s.strip()}\n" for s in [*other, "\n".join(lines)])))


if __name__ == "__main__":
    main()
