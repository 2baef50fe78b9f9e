// SPDX-License-Identifier: Apache-2.0
// A register's whole life on its pages, with seals: added, changed, fought over, imported, ended.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { formsOf, none, startHouse, stopAtTheEnd } from "./house.mjs";
import { openBrowser, windowOf } from "./look.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const [clerkName] = house.whoMay("seal.write");
const clerk = await house.signIn(clerkName);
const other = await house.signIn(clerkName); /* the same office at another desk */
const browser = await openBrowser();
const faultsOf = (answer) => answer.text.match(/<div class="ds-error-summary".*?<\/div>/s)?.[0] ?? "";
const seal = { number: "Đ-01/2024", kind: "emblem", holder: "Nguyễn Thị Hà", engraved_on: "15/03/2021", authority: "Công an tỉnh Ninh Bình" };
let address;

const listed = async (q) => (await clerk.json(`/seals?q=${encodeURIComponent(q)}`)).items;

test("a seal is added by filling in the form", async () => {
  const answer = await clerk.submit("/seals/new", "/seals", seal);
  assert.equal(answer.status, 303, `${answer}`);
  address = answer.headers.location;
  assert.match(address, /^\/seals\/\d+$/);
  const page = await clerk.page(address);
  for (const text of ["Đ-01/2024", "Nguyễn Thị Hà", "15/03/2021"]) assert.ok(page.text.includes(text), text);
  assert.match(page.text, /role="status"/, "the page says what was done");
  assert.doesNotMatch((await clerk.page(address)).text, /role="status"/, "once");
  const json = await clerk.send("GET", `/api/v1${address}`);
  none(contract.judge(json, address));
  assert.equal(json.json().number, "Đ-01/2024");
  assert.equal(json.json().state, "open");
});

test("faults keep what was typed, stand at their fields, and take the focus", async () => {
  const page = await windowOf(browser, clerk);
  await page.goto(`${house.url}/seals/new`);
  await page.fill('[name="holder"]', "Trần Văn “Bảy” <b>");
  await page.fill('[name="engraved_on"]', "31/02/2021");
  await page.click('main form[method="post"] button[type="submit"]');
  await page.waitForLoadState();
  assert.match(await page.title(), /^(Lỗi|Error):/);
  assert.equal(await page.inputValue('[name="holder"]'), "Trần Văn “Bảy” <b>");
  assert.equal(await page.inputValue('[name="engraved_on"]'), "31/02/2021");
  assert.equal(await page.evaluate(() => document.activeElement.id), "faults", "the summary has the focus");
  for (const name of ["number", "kind", "engraved_on"]) {
    const field = page.locator(`main form[method="post"] [name="${name}"]`);
    assert.equal(await field.getAttribute("aria-invalid"), "true", name);
    const told = (await field.getAttribute("aria-describedby")).split(" ");
    assert.ok((await page.locator(`[id="${told.at(-1)}"]`).innerText()).length > 3, name);
  }
  await page.locator("#faults a").first().click();
  assert.equal(await page.evaluate(() => document.activeElement.matches("[aria-invalid]")), true, "a line of the summary leads to its field");
  assert.equal((await listed("Bảy")).length, 0);
  await page.context().close();
});

test("the same form sent twice adds one record, and answers the same twice", async () => {
  const { fields } = await clerk.form("/seals/new", "/seals");
  assert.ok(fields.idempotency_key, "forms carry a key");
  const sent = { ...fields, ...seal, number: "HAI-LAN" };
  const answers = await Promise.all([clerk.postForm("/seals", sent), clerk.postForm("/seals", sent)]);
  assert.deepEqual(answers.map((a) => a.status), [303, 303], answers.join("\n"));
  assert.equal(answers[0].headers.location, answers[1].headers.location);
  assert.equal((await clerk.postForm("/seals", sent)).headers.location, answers[0].headers.location);
  assert.equal((await listed("HAI-LAN")).length, 1);
  const key = { "idempotency-key": "e2e-1" };
  const made = await Promise.all([1, 2].map(() => clerk.postJson("/seals", { number: "HAI-LAN-JSON", kind: "plain" }, key)));
  assert.deepEqual(made.map((a) => a.status), [200, 200], made.join("\n"));
  assert.equal(made[0].text, made[1].text);
  none(contract.judge(made[0], "/seals"));
  assert.equal((await listed("HAI-LAN-JSON")).length, 1);
});

test("a change shows in the record, its history and the log", async () => {
  const answer = await clerk.submit(`${address}/change`, `${address}/change`, { holder: "Lê Văn Cường" });
  assert.equal(answer.status, 303, `${answer}`);
  const page = (await clerk.page(address)).text;
  assert.match(page, /<del>Nguyễn Thị Hà<\/del>\s*<ins>Lê Văn Cường<\/ins>/);
  const record = await clerk.json(address);
  assert.equal(record.holder, "Lê Văn Cường");
  assert.equal(record.engraved_on, "2021-03-15", "what was not touched stays");
  assert.equal(record.history.length, 2);
});

test("of two who change the same record the second is told what the first did, and keeps their words", async () => {
  const mine = await clerk.form(`${address}/change`, `${address}/change`);
  const theirs = await other.form(`${address}/change`, `${address}/change`);
  assert.equal((await other.postForm(theirs.action, { ...theirs.fields, holder: "Phạm Thị Dung" })).status, 303);
  const answer = await clerk.postForm(mine.action, { ...mine.fields, holder: "Vũ Văn Em", authority: "Bộ Công an" });
  assert.equal(answer.status, 409, `${answer}`);
  assert.match(faultsOf(answer), /Phạm Thị Dung/, "what it is now");
  assert.match(answer.text, /value="Vũ Văn Em"/, "what was typed");
  const record = await clerk.json(address);
  assert.equal(record.holder, "Phạm Thị Dung");
  assert.notEqual(record.authority, "Bộ Công an", "nothing of the second was saved");
  const json = await clerk.postJson(`${address}/change`, { version: 1, number: "Đ-01/2024", kind: "emblem" });
  assert.equal(json.status, 409, `${json}`);
  assert.ok(json.json().errors.some((e) => e.field === "holder"), json.text);
});

test("the same again from the page with the conflict is saved", async () => {
  const stale = await clerk.form(`${address}/change`, `${address}/change`);
  await other.submit(`${address}/change`, `${address}/change`, { holder: "Đỗ Thị Giang" });
  const conflict = await clerk.postForm(stale.action, { ...stale.fields, holder: "Vũ Văn Em" });
  assert.equal(conflict.status, 409);
  const back = formsOf(conflict.text).find((f) => f.action === stale.action);
  assert.equal(back.fields.holder, "Vũ Văn Em");
  const again = await clerk.postForm(back.action, back.fields);
  assert.equal(again.status, 303, `the form that came back can be sent: ${again}`);
  assert.equal((await clerk.json(address)).holder, "Vũ Văn Em");
});

const csv = (...lines) => ({ name: "dau.csv", text: `number,kind,holder,engraved_on\n${lines.join("\n")}\n` });

test("a file with errors is refused whole, each error named by its line", async () => {
  const file = csv("LH7-01,emblem,Người thứ nhất,2020-01-01", "LH7-02,vuông,Người thứ hai,2020-01-01", ",plain,Không số,2020-01-01", "LH7-04,ink,Người thứ tư,hôm qua");
  for (const dry_run of ["1", ""]) {
    const answer = await clerk.submit("/seals/import", "/seals/import", { file, dry_run });
    assert.equal(answer.status, dry_run ? 200 : 422, `${answer}`);
    for (const line of [3, 4, 5]) assert.match(answer.text, new RegExp(`(Dòng|Line) ${line}\\b`), `line ${line}`);
    assert.doesNotMatch(answer.text, /(Dòng|Line) 2\b/);
  }
  assert.equal((await listed("LH7")).length, 0, "nothing was taken in");
});

test("a file is checked without taking anything in, then taken in whole", async () => {
  const file = csv("LH7-01,emblem,Người thứ nhất,2020-01-01", '"LH7-02",plain,"Hai, Người",01/02/2020', "Đ-01/2024,relief,Người mới,2021-03-15");
  const dry = await clerk.submit("/seals/import", "/seals/import", { file, dry_run: "1" });
  assert.equal(dry.status, 200, `${dry}`);
  assert.equal((await listed("LH7")).length, 0);
  const real = await clerk.submit("/seals/import", "/seals/import", { file, dry_run: "" });
  assert.equal(real.status, 200, `${real}`);
  assert.deepEqual((await listed("LH7")).map((r) => r.number).sort(), ["LH7-01", "LH7-02"]);
  assert.equal((await clerk.json(address)).kind, "relief", "a known number changes its record");
  assert.equal((await listed("Đ-01/2024")).length, 1);
});

test("a file that is no CSV, has other columns, or is not UTF-8 is refused with a reason", async () => {
  for (const text of ["", "a,b\n1,2\n", 'number,kind\n"x,emblem\n', "number,kind\nX-1,emblem,zuviel\n"]) {
    const answer = await clerk.submit("/seals/import", "/seals/import", { file: { name: "x.csv", text }, dry_run: "" });
    assert.ok([400, 422].includes(answer.status), `${JSON.stringify(text)}: ${answer}`);
    assert.notEqual(faultsOf(answer), "", `${answer}`);
  }
});

test("filters of the register live in its address, and its papers follow them", async () => {
  const html = (await clerk.page("/seals?q=LH7&state=open")).text;
  assert.match(html, /name="q"[^>]*value="LH7"/);
  const link = html.match(/href="(\/seals\.csv\?[^"]*)"/)[1].replaceAll("&amp;", "&");
  const lines = (await clerk.send("GET", link)).text.trimEnd().split("\n");
  assert.equal(lines.length, 3, lines.join("\n"));
  assert.equal((await clerk.send("GET", link.replace(".csv", ".xlsx"))).bytes.subarray(0, 2).toString(), "PK");
});

test("an ended seal is closed to changes, and says since when and why", async () => {
  const answer = await clerk.submit(address, `${address}/end`, { reason: "Hư hỏng" });
  assert.equal(answer.status, 303, `${answer}`);
  const record = await clerk.json(address);
  assert.equal(record.state, "ended");
  assert.ok(record.ended_on);
  const page = (await clerk.page(address)).text;
  assert.match(page, /Hư hỏng/);
  assert.doesNotMatch(page, new RegExp(`action="${address}/(end|transfer)"`));
  const change = await clerk.postJson(`${address}/change`, { version: record.version, number: "Đ-01/2024", kind: "emblem" });
  assert.equal(change.status, 422, `${change}`);
});

test("each of these is an act of the clerk in the log, in order", async () => {
  const [reader] = house.whoMay("act.read");
  const acts = await (await house.signIn(reader)).json(`/acts?actor=${clerkName}&kind=seal&limit=50`);
  const verbs = acts.items.filter((a) => a.path === address).map((a) => a.verb).reverse();
  assert.deepEqual(verbs, ["add", "change", "change", "change", "change", "import", "end"]);
});

stopAtTheEnd(house, { browser });
