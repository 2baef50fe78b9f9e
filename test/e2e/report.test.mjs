// SPDX-License-Identifier: Apache-2.0
// A commune fills in its report of the year, its chair signs it off, it is sent; the province adds up
// what came, opens one again, and the numbers of the first synthesis stay.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { has, none, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const clerk = await house.signIn("can-bo"); /* xã Gia Tân */
const chair = await house.signIn("chu-tich"); /* xã Sơn Lai */
const head = await house.signIn("lanh-dao"); /* the province, and all below it */
const registrar = await house.signIn(house.whoMay("law.write")[0]);
const browser = await openBrowser();
const mine = (await clerk.json("/reports")).items[0];
const report = `/reports/${mine.id}`;
let synthesis;

/** The form's hidden values, and `value` in the row of each of these fields. */
async function filledIn(who, path, values) {
  const { fields } = await who.form(path, path);
  for (const [seq, value] of Object.entries(values)) {
    const row = Object.keys(fields).find((name) => name.endsWith(".seq") && fields[name] === seq);
    fields[row.replace(".seq", ".value")] = value;
  }
  return who.postForm(path, fields);
}

test("the report that is due stands in my work", async () => {
  has((await clerk.page("/work")).text, /Báo cáo phải gửi/);
  has((await clerk.page("/work")).text, new RegExp(`href="${report}"`));
});

test("it is filled in; what does not fit comes back as it was typed", async () => {
  const wrong = await filledIn(clerk, report, { 1: "mười hai", 8: "Đã làm nhiều việc." });
  assert.equal(wrong.status, 422, `${wrong}`);
  has(wrong.text, /value="mười hai"/);
  has(wrong.text, /Đã làm nhiều việc\./);
  const saved = await filledIn(clerk, report, { 1: "12", 8: "Đã hoàn thành kế hoạch năm." });
  assert.equal(saved.status, 303, `${saved}`);
  const now = await clerk.json(report);
  assert.equal(now.values[0].number, 12);
  assert.equal(now.values[0].is_changed, true);
  assert.equal(now.values[7].text, "Đã hoàn thành kế hoạch năm.");
});

test("of two who fill it in the second is told", async () => {
  const { version } = await clerk.json(report);
  const body = { version, values: [{ seq: 1, value: "13" }] };
  assert.equal((await clerk.postJson(report, body)).status, 200);
  assert.equal((await clerk.postJson(report, body)).status, 409);
});

test("it is signed off by another than its drafter, then sent", async () => {
  assert.equal((await clerk.postJson(`${report}/sign`, {})).status, 403);
  assert.equal((await chair.postJson(`${report}/sign`, {})).status, 403, "of another commune");
  assert.equal((await clerk.postJson(`${report}/send`, {})).status, 422, "not signed off");
  assert.equal((await head.submit(report, `${report}/sign`, {})).status, 303);
  assert.equal((await clerk.submit(report, `${report}/send`, {})).status, 303);
  assert.equal((await clerk.json(report)).stage, "sent");
  assert.equal((await clerk.json("/reports")).total, 0);
});

test("the province adds up; opened again and sent anew, the first synthesis stays what it was", async () => {
  const round = `/reports/rounds/${(await head.json(report)).round_id}`;
  const made = await head.submit(round, `${round}/synthesise`, { note: "Đạt kế hoạch." });
  assert.equal(made.status, 303, `${made}`);
  synthesis = made.headers.location;
  const before = await head.json(synthesis);
  assert.ok(before.sums[0].number >= 13);
  assert.equal(before.n_owed, before.n_sent + before.n_missing);
  assert.equal((await head.submit(report, `${report}/reopen`, { reason: "" })).status, 422);
  assert.equal((await head.submit(report, `${report}/reopen`, { reason: "Thiếu số liệu" })).status, 303);
  assert.equal((await filledIn(clerk, report, { 1: "20" })).status, 303);
  const after = await head.json(synthesis);
  assert.deepEqual(after.sums, before.sums);
  assert.equal(after.is_same, true);
  assert.equal((await clerk.send("GET", `/api/v1${synthesis}`)).status, 403);
});

test("a report and a synthesis are on paper and in workbooks", async () => {
  for (const path of [report, synthesis]) {
    const pdf = await head.get(`${path}.pdf`);
    assert.equal(pdf.status, 200);
    assert.match(pdf.headers["content-type"], /pdf/);
    for (const ending of ["csv", "xlsx"]) assert.equal((await head.get(`${path}.${ending}`)).status, 200);
  }
});

test("another row of a regime follows from its day with its form", async () => {
  const one = (await registrar.json("/reports/regimes")).items.find((r) => r.code === "CCHC-N");
  const { id, words, valid_to, version, ...same } = one;
  const made = await registrar.postJson("/reports/regimes", { ...same, rule_day: 28, valid_from: "2025-01-01" });
  assert.equal(made.status, 200, `${made}`);
  const next = `/reports/regimes/${made.json().id}`;
  assert.equal((await registrar.json(next)).fields.length, 15);
  assert.equal((await registrar.submit(next, `${next}/fields`, { label: "Số hồ sơ", kind: "number" })).status, 303);
  assert.equal((await registrar.submit(`/reports/regimes/${id}`, `/reports/regimes/${id}/fields`, { label: "x", kind: "text" })).status, 409);
  assert.equal((await clerk.postJson("/reports/regimes", same)).status, 403);
});

test("the pages say all in Vietnamese and fit a phone", async () => {
  const window = await windowOf(browser, head);
  const rows = (await head.json(synthesis)).sums[0].seq;
  const paths = ["/reports", "/reports?missing=1", report, "/reports/rounds", synthesis, `${synthesis}/lines?seq=${rows}`,
    "/reports/regimes", "/reports/regimes/-4", `/reports/rounds/${(await head.json(report)).round_id}`, "/work"];
  for (const path of paths) {
    none(contract.judge(await head.send("GET", `/api/v1${path}`), path));
    const { text } = await head.page(path);
    none(markupFaults(text), path);
    none(untranslated(text), path);
    await window.goto(house.url + path);
    none(await faultsOnScreen(window, path.replace(/\W+/g, "-")), path);
  }
});

stopAtTheEnd(house, { browser });
