#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""same_work.py: what peers.sh asks of others, asked of haicap: create one, list fifty, open one.

    bench/same_work.py HAICAP [SECONDS of each measurement, 10]

A task is created in a document and stands at once in the list, the log and its search; the list is an
office's fifty open tasks by due day; the one that is opened has twenty entries. On PostgreSQL, as the
others, and on SQLite; 4 clients, 1 thread. Figures go to standard output as a table.
"""
import datetime
import json
import os
import pathlib
import sys
import tempfile

from side import Browser, PASSWORD, measure, memory_mb, postgres, run, serving

CLIENTS = 4
DUE = datetime.date.today() + datetime.timedelta(days=30)


def office(haicap, url):
    run(haicap, "init", "--db", url)
    made = run(haicap, "call", "--db", url, "POST", "/orgs", input=json.dumps({"kind": "other", "name": "Văn phòng"}))
    org = json.loads(made)["id"]
    told = {}
    for name, role in (("leader", "head"), ("clerk", "clerk")):
        body = {"username": name, "name": f"Bench {name}", "role": role, "org_id": org}
        told[name] = json.loads(run(haicap, "call", "--db", url, "POST", "/people", input=json.dumps(body)))["password"]
    return org, told


def sign_in(port, name, password):
    b = Browser(port)
    b.sign_in(name, password)
    b.must("POST", "/api/v1/me/password", {"password": password, "new_password": PASSWORD, "again": PASSWORD})
    return b


def ask(browser, path, body):
    return json.loads(browser.must("POST", f"/api/v1{path}", body))


def engine(name, haicap, url, seconds, folder):
    org, told = office(haicap, url)
    with serving(haicap, url) as (server, port):
        clerk, leader = (sign_in(port, who, told[who]) for who in ("clerk", "leader"))
        plan = ask(clerk, "/directives", {"number": "1/KH", "type": "plan", "issuer": "Văn phòng", "summary": "Kế hoạch",
                                          "issued_on": str(datetime.date.today())})["id"]  # fmt: skip
        task = {"title": "Hồ sơ", "detail": "Kính gửi Ủy ban nhân dân xã, tôi làm đơn này để đề nghị đăng ký khai sinh "
                "cho con tôi.", "rule_kind": "by", "rule_date": str(DUE)}  # fmt: skip
        ids = [ask(leader, f"/directives/{plan}/tasks", task)["id"] for _ in range(60)]
        for i in ids:
            ask(leader, f"/tasks/{i}/assign", {"org": org})
        ask(clerk, f"/tasks/{ids[0]}/accept", {})
        for i in range(20):
            ask(clerk, f"/tasks/{ids[0]}/progress", {"text": f"Bước {i + 1}", "progress": i})
        home = f"http://127.0.0.1:{port}"

        def row(figure, browser, *args):
            r = measure(server.pid, home, seconds, *args, clients=CLIENTS, threads=1)
            wrong = f" {r['errors']} ERRORS" if r["errors"] else ""
            print(f"| haicap on {name}: {figure} | {r['rate']:.0f}/s | {r['p50_ms']:.2f}ms | {r['p99_ms']:.2f}ms |{wrong}", flush=True)

        def page(figure, browser, path, accept):
            (folder / "paths").write_text(path + "\n")
            row(figure, browser, "pages", folder / "paths", browser.cookie, accept)

        page("list of 50, JSON", clerk, f"/api/v1/tasks?org={org}&limit=50", "application/json")
        page("list of 50, HTML", clerk, f"/tasks?org={org}&limit=50", "text/html")
        page("open one, HTML", clerk, f"/tasks/{ids[0]}", "text/html")
        row("create", leader, "json", f"/api/v1/directives/{plan}/tasks", leader.cookie, json.dumps(task))
        page("list of 50 afterwards, JSON", clerk, f"/api/v1/tasks?org={org}&limit=50", "application/json")
        print(f"\nMemory (PSS): haicap on {name} {memory_mb(server.pid)[0]:.0f} MB\n", flush=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    haicap, seconds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10
    print(f"{CLIENTS} clients, {seconds} s each, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.2f}\n")
    print("| figure | rate | p50 | p99 |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as made, postgres(pathlib.Path("/tmp/haicap-same-pg")) as base:
        folder = pathlib.Path(made)
        engine("PostgreSQL", haicap, base, seconds, folder)
        engine("SQLite", haicap, folder / "same.db", seconds, folder)


if __name__ == "__main__":
    main()
