// SPDX-License-Identifier: Apache-2.0
// Indicators on their pages, programmes that sum, and what the public sees without signing in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { has, none, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const head = await house.signIn("lanh-dao"); /* the province, and all below it */
const clerk = await house.signIn("can-bo"); /* xã Gia Tân */
const officer = await house.signIn("chuyen-vien"); /* Sở Nội vụ */
const browser = await openBrowser();
const rate = "/indicators/ty_le_boi_duong";

test("an indicator is defined, aimed and measured on its pages", async () => {
  const wrong = await head.submit("/indicators/new", "/indicators", {
    code: "x", name: "X", measure: "%", formula: "percent(ty_le_boi_duong, khong_co)",
  });
  assert.equal(wrong.status, 422);
  has(wrong.text, /Không có chỉ tiêu khong_co/);
  const made = await head.submit("/indicators/new", "/indicators", {
    code: "chuyen_gia", name: "Chuyên gia pháp luật xuất sắc", measure: "người", every: "year", adds: "people",
  });
  assert.equal(made.headers.location, "/indicators/chuyen_gia");
  const aimed = await head.submit("/indicators/chuyen_gia", "/indicators/chuyen_gia/targets", { year: "2027", value: "2" });
  assert.equal(aimed.status, 303, `${aimed}`);
  const entered = await head.submit("/indicators/chuyen_gia/values/new?period=2024", "/indicators/chuyen_gia/values", { value: "1" });
  assert.equal(entered.status, 303, `${entered}`);
  const { items } = await head.json("/indicators/chuyen_gia/values?body=37&from=2024");
  assert.deepEqual(items.map((v) => [v.period, v.value, v.how]), [["2024", 1, "entered"]]);
});

test("a number that reads in two ways is asked for again, as it was typed", async () => {
  const [form, action] = ["/indicators/chuyen_gia/values/new?period=2024", "/indicators/chuyen_gia/values"];
  const asked = await head.submit(form, action, { value: "1.200" });
  assert.equal(asked.status, 422);
  has(asked.text, /có thể hiểu hai cách/);
  has(asked.text, /value="1\.200"/);
  for (const [typed, is] of [["1200,5", 1200.5], ["1.200,25", 1200.25], ["1200", 1200], ["1", 1]]) {
    assert.equal((await head.submit(form, action, { value: typed })).status, 303, typed);
    assert.equal((await head.json("/indicators/chuyen_gia/values?body=37&from=2024")).items[0].value, is);
  }
});

test("values are for programs what they are for people", async () => {
  const seen = await clerk.json(`${rate}/values?body=14503&from=2024-Q4`);
  assert.equal(seen.items[0].value, 60, "three of five");
  assert.equal((await clerk.send("GET", `/api/v1${rate}/values?from=hom-qua`)).status, 422);
  assert.equal((await clerk.send("POST", "/api/v1/indicators/chuyen_gia/targets", { json: { year: 2030, value: 3 } })).status, 403);
  for (const path of ["/indicators", `${rate}/values`, rate, "/publicity"])
    none(contract.judge(await clerk.send("GET", `/api/v1${path}`), path));
});

test("budget lines are summed, and plans of defence are closed to the clerk", async () => {
  const lines = await officer.json("/budget-lines");
  assert.deepEqual(lines.sums.map((s) => s.sum), [1670000000, 1500000000, 987500000]);
  assert.equal((await officer.get("/defence-plans")).status, 403);
  assert.equal((await head.json("/defence-plans")).total, 1);
});

test("the public reads what is published, as a page and as a feed", async () => {
  const anybody = house.anybody();
  has((await anybody.page("/publicity")).text, /Danh sách cử tri lấy ý kiến/);
  const feed = await anybody.get("/publicity.atom");
  assert.match(feed.headers["content-type"], /^application\/atom\+xml/);
  has(feed.text, /<feed xmlns="http:\/\/www.w3.org\/2005\/Atom">/);
  has(feed.text, /<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8/);
});

test("a chart says what is under the pointer; on paper and without script there is the picture", async () => {
  const picture = "svg[data-chart]";
  for (const [path, says] of [[rate, /^Kỳ.*Quý IV\/2024.*Giá trị.*41,5/s], ["/board", /^Tuần đến.*30\/12\/2024.*quá hạn cuối tuần.*\d/s]]) {
    const window = await windowOf(browser, head);
    await window.goto(house.url + path);
    await window.locator(".live canvas").waitFor();
    assert.equal(await window.locator(picture).isVisible(), false);
    assert.match(await window.locator(".live .u-legend").innerText(), says, "the newest, while nothing is pointed at");
    await window.locator(".live .u-over").hover({ position: { x: 3, y: 20 } });
    await window.locator(".live .u-legend", { hasText: /Quý I\/2023|14\/10\/2024/ }).waitFor();
    none(await faultsOnScreen(window));
    await window.emulateMedia({ media: "print" });
    assert.equal(await window.locator(picture).isVisible(), true);
    assert.equal(await window.locator(".live").isVisible(), false);
    await window.context().close();
    const plain = await windowOf(browser, head, { javaScriptEnabled: false });
    await plain.goto(house.url + path);
    assert.equal(await plain.locator(picture).isVisible(), true);
    await plain.context().close();
  }
});

test("the pages say all in Vietnamese and fit a phone", async () => {
  const window = await windowOf(browser, head);
  for (const path of ["/indicators", rate, `${rate}?body=14503`, `${rate}/values`, "/indicators/new", `${rate}/change`,
                      "/indicators/can_bo_tham_muu/values/new", "/indicators/import", "/publicity", "/defence-plans"]) {
    const { text } = await head.page(path);
    none(await markupFaults(text), path);
    none(untranslated(text), path);
    await window.goto(house.url + path);
    none(await faultsOnScreen(window, path.replace(/\W+/g, "-")), path);
  }
  const office = await windowOf(browser, officer);
  await office.goto(`${house.url}/budget-lines`);
  none(await faultsOnScreen(office, "budget-lines"), "budget-lines");
});

stopAtTheEnd(house, { browser });
