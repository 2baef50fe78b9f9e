// SPDX-License-Identifier: Apache-2.0
// Lists: pages that add up, filters in the address, the same as CSV and XLSX, other languages.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { binary, has, startHouse, stopAtTheEnd, unescape } from "./house.mjs";

const house = await startHouse();
const drafter = await house.signIn("soan-thao");

/** All items of a list, a page of `limit` at a time. */
async function walkList(person, address, limit) {
  const items = [];
  const mark = address.includes("?") ? "&" : "?";
  for (let after = "", pages = 1; ; pages++) {
    const page = await person.json(`${address}${mark}limit=${limit}${after}`);
    assert.ok(page.items.length <= limit, `${page.items.length} of at most ${limit}`);
    items.push(...page.items);
    if (!page.next) return { items, pages, total: page.total };
    assert.equal(page.items.length, limit, "only the last page may be short");
    after = `&after=${encodeURIComponent(page.next)}`;
    assert.ok(pages < 1000, "the list does not end");
  }
}

test("143 communes, 8 districts and one province stand in the demo before the first decree", async () => {
  for (const [tier, n] of [["commune", 143], ["district", 8], ["province", 1]])
    assert.equal((await drafter.json(`/units?tier=${tier}`)).total, n, tier);
});

test("going through a list page by page meets every row once, in the order of Vietnamese names", async () => {
  const { items, pages, total } = await walkList(drafter, "/units?tier=commune", 10);
  assert.equal(items.length, 143);
  assert.equal(total, 143);
  assert.equal(pages, 15);
  assert.equal(new Set(items.map((u) => u.code)).size, 143);
  const once = (await walkList(drafter, "/units?tier=commune", 100)).items.map((u) => u.code);
  assert.deepEqual(items.map((u) => u.code), once);
  const bare = (u) => u.name.replace(/^(Xã|Phường|Thị trấn|Thị xã|Thành phố|Huyện|Tỉnh) /, "");
  const order = new Intl.Collator("vi").compare;
  const names = items.map(bare);
  const whole = items.map((u) => u.name);
  const sorted = (list) => list.every((name, i) => i === 0 || order(list[i - 1], name) <= 0);
  assert.ok(sorted(names) || sorted(whole), names.join(", "));
});

test("addresses are converted line by line, with or without quotes; a line of another width is told", () => {
  const convert = (lines) => {
    const span = ["--from", "2024-12-30", "--to", "2024-12-31"];
    const got = spawnSync(binary, ["convert", "--db", house.database.url, ...span], {
      input: lines, encoding: "utf8", env: house.env,
    });
    assert.equal(got.status, 0, got.stderr);
    return got.stdout.trimEnd().split("\n").slice(1);
  };
  const found = '"xã Gia Tân, huyện Gia Viễn, Ninh Bình",1,14503,Xã Gia Tân,all,';
  assert.deepEqual(convert('address\n"xã Gia Tân, huyện Gia Viễn, Ninh Bình"\n'), [found]);
  assert.deepEqual(convert("address\nxã Gia Tân, huyện Gia Viễn, Ninh Bình\n"), [found]);
  assert.deepEqual(convert("xã Gia Tân, huyện Gia Viễn, Ninh Bình\n"), [found]);
  const [wide] = convert("address,code\nxã Gia Tân, huyện Gia Viễn, Ninh Bình\n");
  assert.match(wide, /,0,,,,3 /);
});

test("the check of every unit comes by pages too, and whole as a file", async () => {
  const address = "/check?law=35/2023&on=2024-12-30";
  const { items, total } = await walkList(drafter, address, 40);
  assert.equal(new Set(items.map((u) => u.code)).size, 152, "143 communes, 8 districts, the province");
  assert.equal(total, 152);
  const file = await drafter.send("GET", "/check.csv?law=35/2023&on=2024-12-30");
  assert.equal(file.text.trim().split("\n").length, 153);
});

test("a page of the list links to the next until the last, with the filter kept", async () => {
  const seen = new Set();
  let address = "/units?tier=commune&limit=50";
  for (let i = 0; address; i++) {
    assert.ok(i < 10, "the pages do not end");
    const { text } = await drafter.page(address);
    for (const [, code] of text.matchAll(/<a [^>]*href="\/units\/(\d{5})/g)) seen.add(code);
    address = text.match(/rel="next" href="([^"]+)"/)?.[1].replaceAll("&amp;", "&");
    if (address) assert.match(address, /tier=commune/);
  }
  assert.equal(seen.size, 143);
});

test("a list refuses a place that it did not hand out, and a limit that is no number", async () => {
  for (const bad of ["after=nonsense", "after=%FF", "limit=many"]) {
    const answer = await drafter.send("GET", `/api/v1/units?${bad}`);
    assert.ok([400, 422].includes(answer.status), `${answer}`);
  }
});

test("a filter that does not fit gives the page again, with what was asked for and what is wrong with it", async () => {
  for (const [address, status, typed] of [["/units?on=hom-qua&tier=commune", 422, 'value="hom-qua"'], ["/units?within=99999", 404, 'value="99999"'],
                                          ["/check?on=2026-01-01", 404, 'value="2026-01-01"'], ["/acts?from=x", 422, "<table"]]) {
    const answer = await drafter.get(address);
    assert.equal(answer.status, status, `${answer}`);
    has(answer.text, /class="ds-error-summary"[^>]*autofocus/, address);
    has(answer.text, /<form method="get" novalidate class="filter"/, address);
    assert.ok(answer.text.includes(typed), `${address}: ${typed}`);
  }
});

test("search ignores tone marks, case and đ", async () => {
  const codes = async (q) => (await drafter.json(`/units?q=${encodeURIComponent(q)}&limit=100`)).items.map((u) => u.code).sort();
  const right = await codes("Gia Vượng");
  assert.ok(right.length > 0);
  assert.deepEqual(await codes("gia vuong"), right);
  assert.deepEqual(await codes("GIA VƯỢNG"), right);
  assert.ok((await codes("dong")).length > 0, "đ is found by d");
  assert.deepEqual(await codes("khongcoten"), []);
});

test("a unit's page says what its organisations hold, to whom it is open, and leads there", async () => {
  const lines = async (name) => {
    const person = await house.signIn(name);
    const { holds } = await person.json("/units/14503");
    const links = [...(await person.page("/units/14503")).text.matchAll(/href="(\/[\w-]+\?org=\d+&amp;state=open)"/g)].map((m) => unescape(m[1]));
    for (const [i, link] of links.entries()) assert.equal((await person.json(link)).total, holds[i].n_open, link);
    return holds.map((h) => `${h.org_name} ${h.name} ${h.n_open}`);
  };
  const committee = ["boundary_file 1", "recognition 1", "report 1", "seal 2"].map((s) => `Ủy ban nhân dân xã Gia Tân ${s}`);
  assert.deepEqual((await lines("can-bo")).sort(), committee);
  assert.deepEqual((await lines("quan-tri")).sort(), ["Hội đồng nhân dân xã Gia Tân seal 1", ...committee]);
  assert.deepEqual(await lines("phe-duyet"), []);
});

test("the whole list downloads as CSV, in its order, with the filter", async () => {
  const answer = await drafter.send("GET", "/units.csv?tier=commune");
  assert.equal(answer.status, 200);
  assert.equal(answer.type, "text/csv");
  assert.match(answer.headers["content-disposition"], /^attachment; filename="units-[\d-]+\.csv"$/);
  const lines = answer.text.trimEnd().split("\n");
  assert.equal(lines.length, 144);
  const listed = (await walkList(drafter, "/units?tier=commune", 100)).items.map((u) => u.code);
  const codeAt = lines[0].split(",").indexOf("code");
  assert.ok(codeAt >= 0, lines[0]);
  assert.deepEqual(lines.slice(1).map((l) => l.split(",")[codeAt]), listed);
});

test("the whole list downloads as XLSX that opens", async () => {
  const answer = await drafter.send("GET", "/units.xlsx?tier=commune");
  assert.equal(answer.status, 200);
  assert.equal(answer.type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  const file = path.join(house.folder, "units.xlsx");
  fs.writeFileSync(file, answer.bytes);
  const program =
    "import zipfile,sys,xml.etree.ElementTree as e\n" +
    "z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n" +
    "n='{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'\n" +
    "print(len(e.fromstring(z.read('xl/worksheets/sheet1.xml')).findall('.//'+n+'row')))";
  const got = spawnSync("python3", ["-c", program, file], { encoding: "utf8" });
  assert.equal(got.status, 0, got.stderr);
  assert.equal(Number(got.stdout), 144);
});

test("the language of pages can be chosen, and stays chosen", async () => {
  const reader = await house.signIn("soan-thao");
  has((await reader.page("/units")).text, /<html lang="vi"/);
  const link = (await reader.page("/units?tier=commune")).text.match(/href="(\/lang\/en[^"]*)"/)[1].replaceAll("&amp;", "&");
  const answer = await reader.get(link);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.location, "/units?tier=commune");
  const english = (await reader.page("/units")).text;
  has(english, /<html lang="en"/);
  has(english, /Administrative units/);
  await reader.get("/lang/vi?to=/units");
  has((await reader.page("/units")).text, /<html lang="vi"/);
  assert.equal((await reader.get("/lang/en?to=//evil.example/")).headers.location, "/");
});

test("the colours of pages can be chosen", async () => {
  const reader = house.anybody();
  has((await reader.page("/convert")).text, /data-color-scheme="auto"/);
  await reader.get("/scheme/dark?to=/convert");
  has((await reader.page("/convert")).text, /data-color-scheme="dark"/);
  await reader.get("/scheme/auto?to=/convert");
  has((await reader.page("/convert")).text, /data-color-scheme="auto"/);
});

test("an unknown address is a page that says so and leads home", async () => {
  for (const address of ["/khong-co", "/units/00000000", "/units/14329/khong-co", "/static/khong-co.css"]) {
    const answer = await drafter.get(address);
    assert.equal(answer.status, 404, `${answer}`);
    if (address.startsWith("/static/")) continue;
    assert.equal(answer.type, "text/html");
    has(answer.text, /<h1/);
    has(answer.text, /href="\/"/);
  }
});

test("health and readiness are told to machines without a session", async () => {
  for (const address of ["/healthz", "/readyz"]) assert.equal((await house.anybody().send("GET", address)).status, 200);
});

test("files that never change are not sent twice", async () => {
  const anybody = house.anybody();
  const first = await anybody.send("GET", "/static/app.css");
  assert.equal(first.status, 200);
  assert.ok(first.headers.etag);
  const again = await anybody.send("GET", "/static/app.css", { headers: { "if-none-match": first.headers.etag } });
  assert.equal(again.status, 304);
  assert.equal(again.bytes.length, 0);
});

stopAtTheEnd(house);
