// SPDX-License-Identifier: Apache-2.0
// The guided walk: a newcomer rehearses, executes, proves and undoes the two decrees of the demo,
// with a browser, a form at a time; and programs see the same by the API.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { has, none, startHouse, stopAtTheEnd } from "./house.mjs";
import { openBrowser, shoot, windowOf } from "./look.mjs";

const first = "/decrees/1318-2024";
const second = "/decrees/1674-2025";
const eve = "2024-12-31";
const house = await startHouse();
const contract = await Contract.read(house.anybody());
const browser = await openBrowser();
const page = await windowOf(browser, house.anybody()); /* the newcomer's */
const reader = await house.signIn("soan-thao"); /* looks on by the API */

const visit = (address) => page.goto(house.url + address);
const words = () => page.locator("main").innerText();
const send = async (action) => {
  await page.locator(`main form[method="post"][action="${action}"] button[type="submit"]`).click();
  await page.waitForLoadState();
};

/** A JSON answer that must be what the contract says. */
async function read(address) {
  const answer = await reader.send("GET", `/api/v1${address}`);
  assert.equal(answer.status, 200, `${answer}`);
  none(contract.judge(answer, address));
  return answer.json();
}
const count = async (tier, on = "") => (await read(`/units?tier=${tier}&limit=1${on && `&on=${on}`}`)).total;
const openRecords = () =>
  Number(house.rows("SELECT (SELECT count(*) FROM seal WHERE state IN ('open','review')) + (SELECT count(*) FROM recognition WHERE state IN ('open','review')) + (SELECT count(*) FROM boundary_file WHERE state IN ('open','review'))")[0][0]);

async function moveClock(day) {
  await visit("/walk");
  await page.fill('main form[action="/walk/clock"] [name="today"]', day);
  await send("/walk/clock");
}

test("the first page of the demo is the walk, and the walk leads on", async () => {
  await visit("/");
  assert.equal(new URL(page.url()).pathname, "/walk");
  has(await words(), /143/, "the walk");
  assert.match(await page.locator("body > header").innerText(), /30\/12\/2024/, "the demo says what day it believes it is");
  await shoot(page, "walk-start");
  await page.locator('main a[href="/decrees/1318-2024/plan"]').first().click();
  assert.equal(new URL(page.url()).pathname, "/sign-in");
});

test("signing in comes back to the plan", async () => {
  await page.fill('[name="username"]', "thuc-hien");
  await page.fill('[name="password"]', house.accounts.get("thuc-hien").password);
  await page.locator('main form[method="post"] button[type="submit"]').click();
  await page.waitForLoadState();
  assert.equal(new URL(page.url()).pathname, `${first}/plan`);
  const plan = await read(`${first}/plan`);
  assert.equal(plan.n_block, 0);
  assert.equal(plan.n_units_ended - plan.n_units_added, 143 - 125 + 1, "18 communes and one district fewer");
  assert.ok(plan.n_steps > 50);
  assert.equal(plan.items.length, 50, "a page of it");
  assert.equal(plan.total, plan.n_steps);
  assert.ok(plan.next);
  assert.equal((await read(`${first}/plan?after=${plan.next}`)).items[0].seq, 51);
  const records = await read(`${first}/plan?kind=records&limit=1`);
  assert.equal(records.total, records.kinds.find((k) => k.name === "records").n);
  assert.match(records.items[0].about, /^(Con dấu|Công nhận|Hồ sơ địa giới)$/, "a register by its name");
});

test("a dry run reports and changes nothing", async () => {
  const before = openRecords();
  await visit(first);
  await send(`${first}/dry-run`);
  await shoot(page, "dry-run");
  has(await words(), /125|18/, page.url());
  assert.equal(await count("commune", "2025-01-01"), 143);
  assert.equal((await read(first)).state, "approved");
  assert.equal(openRecords(), before);
});

test("execution asks for the number of the decree, and takes no other", async () => {
  await visit(`${first}/execute`);
  await page.fill('[name="confirm"]', "1674");
  await send(`${first}/execute`);
  assert.match(await page.title(), /^(Lỗi|Error):/);
  assert.equal(await page.inputValue('[name="confirm"]'), "1674");
  assert.equal((await read(first)).state, "approved");
});

test("executed, 143 communes are 125 from the effective day on, and were 143 before", async () => {
  await visit(`${first}/execute`);
  await page.fill('[name="confirm"]', "1318/NQ-UBTVQH15");
  await send(`${first}/execute`);
  await shoot(page, "executed");
  assert.equal((await read(first)).state, "executed");
  assert.equal(await count("commune", "2025-01-01"), 125);
  assert.equal(await count("district", "2025-01-01"), 7);
  assert.equal(await count("commune", eve), 143);
  assert.equal(await count("commune"), 125, "the demo's clock has gone to the day");
});

test("executing it again does nothing and says so", async () => {
  const executor = await house.signIn("thuc-hien");
  const answer = await executor.postJson(`${first}/execute`, { confirm: "1318-2024" });
  assert.equal(answer.status, 200, `${answer}`);
  none(contract.judge(answer, `${first}/execute`));
  assert.equal(answer.json().was_done, true);
});

test("back on the eve there are 143, and on the day 125", async () => {
  await moveClock("30/12/2024");
  assert.equal(await count("commune"), 143, "the day has not come");
  await moveClock("01/01/2025");
  assert.match(await page.locator("body > header").innerText(), /01\/01\/2025|1\/1\/2025/);
  has(await words(), /125/, page.url());
  assert.equal(await count("commune"), 125);
});

test("an ended unit says so and points to its successor", async () => {
  const now = new Set((await read("/units?tier=commune&limit=100")).items.concat((await read(`/units?tier=commune&limit=100&after=${encodeURIComponent((await read("/units?tier=commune&limit=100")).next)}`)).items).map((u) => u.code));
  const were = (await read(`/units?tier=commune&limit=100&on=${eve}`)).items;
  const gone = were.find((u) => !now.has(u.code));
  assert.ok(gone, "some code of the eve is held by nobody now");
  await visit(`/units/${gone.code}`);
  await shoot(page, "ended-unit");
  const banner = page.locator(".ds-alert");
  assert.match(await banner.innerText(), /01\/01\/2025/);
  await banner.locator('a[href^="/units/"]').first().click();
  await page.waitForLoadState();
  assert.ok(now.has(new URL(page.url()).pathname.split("/").at(-1)), `${page.url()} is in force`);
  assert.equal(await page.locator('.ds-alert[data-color="neutral"]').count(), 0);
});

test("an old code finds its successor, and an address its ward", async () => {
  const lost = await read(`/convert?code=14329&from=${eve}&to=2025-01-02`);
  assert.ok(lost.candidates.length >= 1);
  const address = await read(`/convert?address=${encodeURIComponent("xã Gia Tân, huyện Gia Viễn, Ninh Bình")}&from=${eve}&to=2025-01-02`);
  assert.equal(address.candidates.length, 1);
  await visit("/convert");
  await page.fill('main [name="address"]', "xa gia tan, gia vien");
  await page.locator('main form[action="/convert"] button').click();
  await page.waitForLoadState();
  has(await words(), /Gia Tân/, page.url());
});

test("each record that was open has somebody who answers for it, and the minutes balance", async () => {
  const parties = (await read(`${first}/minutes`)).items;
  assert.ok(parties.length > 10);
  for (const party of parties) {
    const minutes = await read(`${first}/minutes/${party.org_id}`);
    assert.equal(minutes.is_balanced, true, party.name);
  }
  await visit(`${first}/minutes`);
  await page.locator(`main a[href^="${first}/minutes/"]`).first().click();
  await page.waitForLoadState();
  await shoot(page, "minutes");
  has(await words(), /BIÊN BẢN BÀN GIAO/i, page.url());
});

test("minutes are in Vietnamese for a reader of English too", async () => {
  const one = (await read(`${first}/minutes`)).items[0];
  await visit(`/lang/en?to=${first}/minutes/${one.org_id}`);
  assert.equal(await page.locator("html").getAttribute("lang"), "vi");
  has(await words(), /Số lượng nắm giữ trước và sau khi bàn giao/, "the minutes");
  await visit(first);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await visit(`/lang/vi?to=${first}`);
  await visit(`${first}/minutes/${one.org_id}`);
});

test("minutes are there to sign as PDF, by a link of their page", async () => {
  const link = await page.locator('main a[href$=".pdf"]').getAttribute("href");
  const answer = await reader.get(link);
  assert.equal(answer.status, 200);
  assert.equal(answer.type, "application/pdf");
  assert.match(answer.headers["content-disposition"], /^inline; filename="decrees-1318-2024-minutes-\d+\.pdf"$/);
  assert.equal(answer.bytes.subarray(0, 5).toString(), "%PDF-");
  assert.equal((await reader.get(`${first}.pdf`)).status, 404, "a page that is no document has none");
});

test("minutes print on A4 without the chrome of the page", async () => {
  await page.emulateMedia({ media: "print" });
  for (const part of ["header .find", "nav.side", "footer.foot"])
    assert.equal(await page.locator(part).first().isVisible(), false, part);
  assert.ok((await page.pdf({ format: "A4" })).length > 10000);
  await page.emulateMedia({ media: null });
});

test("the log proves itself at the terminal", async () => {
  await house.haicap("verify", "--db", house.database.url);
});

test("without the log's key nothing is written, and no new one is made in its place", async () => {
  const away = `${house.key}.away`;
  fs.renameSync(house.key, away);
  const said = await house.haicap("decree", "schedule", "1674-2025", "--db", house.database.url).catch((e) => e.stderr);
  const served = await house.haicap("serve", "--db", house.database.url, "--no-supervisor").catch((e) => e.stderr);
  const made = fs.existsSync(house.key);
  fs.renameSync(away, house.key);
  for (const text of [said, served]) assert.ok(text.includes(house.key), text);
  assert.equal(made, false);
});

test("the second decree makes 39 communes of 125, ends the districts and divides Gia Tân", async () => {
  await visit(`${second}/execute`);
  await page.fill('[name="confirm"]', "1674/NQ-UBTVQH15");
  await send(`${second}/execute`);
  assert.equal((await read(second)).state, "executed");
  await moveClock("01/07/2025");
  has(await words(), /39/, page.url());
  assert.equal(await count("commune"), 39);
  assert.equal(await count("district"), 0);
  assert.equal(await count("commune", "2025-06-30"), 125);
  assert.equal(await count("commune", eve), 143, "the past answers as before");
  const divided = await read(`/convert?address=${encodeURIComponent("xã Gia Tân, huyện Gia Viễn, Ninh Bình")}&from=${eve}&to=2025-07-01`);
  assert.ok(divided.candidates.length > 1, "all candidates, never a guess");
  assert.ok(divided.why_not, "and what decides between them");
  await visit("/units?tier=commune&limit=100");
  await shoot(page, "units-39");
});

test("undone, everything is as it was before the second decree", async () => {
  const held = openRecords();
  await visit(`${second}/undo`);
  await shoot(page, "undo");
  await page.fill('[name="reason"]', "Diễn tập hoàn tác");
  await page.fill('[name="confirm"]', "1674/NQ-UBTVQH15");
  await send(`${second}/undo`);
  assert.equal((await read(second)).state, "undone");
  assert.equal(await count("commune", "2025-07-01"), 125);
  assert.equal(await count("district", "2025-07-01"), 7);
  assert.ok(openRecords() >= held);
  await house.haicap("verify", "--db", house.database.url);
});

test("once a successor has acted, undo is refused with a list", async () => {
  const approver = await house.signIn("phe-duyet");
  assert.equal((await approver.submit(second, `${second}/approve`)).status, 303);
  await visit(`${second}/execute`);
  await page.fill('[name="confirm"]', "1674-2025");
  await send(`${second}/execute`);
  assert.equal((await read(second)).state, "executed");
  const clerk = await house.signIn(house.whoMay("seal.write")[0]);
  assert.equal((await clerk.submit("/seals/new", "/seals", { number: "MOI-39", kind: "emblem" })).status, 303);
  await visit(`${second}/undo`);
  const refused = await page.locator('main form[method="post"]').count();
  if (refused) {
    await page.fill('[name="reason"]', "Thử");
    await page.fill('[name="confirm"]', "1674-2025");
    await send(`${second}/undo`);
  }
  await shoot(page, "undo-refused");
  has(await words(), /MOI-39/, page.url());
  assert.equal((await read(second)).state, "executed");
  assert.equal(await count("commune"), 39);
});

stopAtTheEnd(house, { browser });
