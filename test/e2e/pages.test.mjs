// SPDX-License-Identifier: Apache-2.0
// Every kind of page in Chromium, on a desk and on a phone: accessible (WCAG 2.2 AA as axe-core
// tests it), no wider than 320 pixels, valid HTML, all in Vietnamese, nothing refused by the
// page's own policy. HAICAP_SHOTS=FOLDER keeps a picture of each.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { crawl } from "./crawl.mjs";
import { none, root, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const browser = await openBrowser();
const contract = await Contract.read(house.anybody());
const worker = async (capability) => house.signIn(house.whoMay(capability)[0]);
const looked = new Set();
const english = new Set();
const first = "/decrees/1318-2024";
const second = "/decrees/1674-2025";

/** What the window shows, in all the ways that are tested. */
async function lookAt(window, name) {
  const html = await window.content();
  for (const text of untranslated(html)) english.add(`${name}: ${text}`);
  none(await faultsOnScreen(window, name), name);
}
async function look(window, name, address) {
  await window.goto(house.url + address);
  await lookAt(window, name);
}

/** Registers share their templates: the first speaks for all. */
const kindOf = (route) => route.path.replace(/^\/(recognitions|boundary-files)\b/, "/seals");

/** The same kind of page with few rows: axe-core looks at each. */
function few(route, address) {
  const takes = (name) => route.operation.parameters.some((p) => p.name === name && p.in === "query");
  const more = takes("limit") ? "limit=8" : takes("within") ? "within=373" : "";
  return more && !address.includes("?") ? `${address}?${more}` : address;
}

/** All kinds of pages that a person comes to; those that another has seen are not looked at again. */
async function lookAtAll(t, person) {
  const window = await windowOf(browser, person);
  const read = new Set();
  for (const { route, address, answer, paper } of await crawl(person, contract, ["/", "/units/14503"])) {
    if (!route || paper || answer.type !== "text/html" || answer.status !== 200) continue;
    const kind = kindOf(route);
    if (!read.has(kind)) await t.test(`the markup of ${address} is valid`, async () => none(await markupFaults(answer.text), address));
    read.add(kind);
    if (looked.has(kind)) continue;
    looked.add(kind);
    await t.test(`${route.path} can be used by everybody (${address})`, () => look(window, kind, few(route, address)));
  }
  await window.context().close();
}

test("what anybody sees", (t) => lookAtAll(t, house.anybody()));
test("what an executor sees", async (t) => lookAtAll(t, await house.signIn("thuc-hien")));
test("what a drafter sees", async (t) => lookAtAll(t, await house.signIn("soan-thao")));
test("what a clerk sees", async (t) => lookAtAll(t, await house.signIn("can-bo")));
test("what a personnel officer sees", async (t) => lookAtAll(t, await worker("grant.write")));
test("what a registrar of units sees", async (t) => lookAtAll(t, await worker("law.write")));

test("pages of trouble can be used by everybody", async (t) => {
  const window = await windowOf(browser, await house.signIn("soan-thao"));
  for (const [name, address] of [["not-found", "/khong-co"], ["empty-list", "/units?q=khongcoten"], ["bad-filter", "/units?on=hom-qua"],
                                 ["forbidden", "/seals/new"], ["convert-unknown", "/convert?address=xã Không Có"]])
    await t.test(address, () => look(window, name, address));
  await window.context().close();
});

test("a word as long as a hash sticks out nowhere", async () => {
  const reader = await worker("act.read");
  const { items } = await reader.json("/acts?kind=attachment&limit=1");
  const window = await windowOf(browser, reader);
  await window.goto(`${house.url}/acts/${items[0].id}`);
  assert.match(await window.locator("main table").innerText(), /[0-9a-f]{64}/);
  await lookAt(window, "a-long-word");
  await window.context().close();
});

test("pages that answer a form can be used by everybody", async (t) => {
  const press = async (window, action) => {
    await window.locator(`main form[method="post"][action="${action}"] button[type="submit"]`).click();
    await window.waitForLoadState();
  };
  await t.test("a form with faults", async () => {
    const clerk = await house.signIn("can-bo");
    none(await markupFaults((await clerk.submit("/seals/new", "/seals", { engraved_on: "hôm qua" })).text));
    const window = await windowOf(browser, clerk);
    await window.goto(`${house.url}/seals/new`);
    await window.fill('[name="engraved_on"]', "hôm qua");
    await press(window, "/seals");
    await lookAt(window, "form-with-faults");
    await window.context().close();
  });
  await t.test("a wrong password", async () => {
    const window = await windowOf(browser, house.anybody());
    await window.goto(`${house.url}/sign-in`);
    await window.fill('[name="username"]', "khong-co-ai");
    await press(window, "/sign-in");
    await lookAt(window, "sign-in-refused");
    await window.context().close();
  });
  await t.test("a password told once", async () => {
    const window = await windowOf(browser, await worker("people.write"));
    await window.goto(`${house.url}/people/new`);
    await window.fill('[name="username"]', "nguoi-moi");
    await window.fill('[name="name"]', "Nguyễn Người Mới");
    await press(window, "/people");
    assert.match(await window.locator("main").innerText(), /nguoi-moi/);
    await lookAt(window, "person-made");
    await window.context().close();
  });
  await t.test("the report of an import", async () => {
    const window = await windowOf(browser, await house.signIn("can-bo"));
    await window.goto(`${house.url}/seals/import`);
    await window.setInputFiles('[name="file"]', { name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("number,kind\nA-1,emblem\nA-2,vuông\n") });
    await press(window, "/seals/import");
    await lookAt(window, "import-report");
    await window.context().close();
  });
  await t.test("the report of an import from a workbook", async () => {
    const window = await windowOf(browser, await house.signIn("can-bo"));
    const send = async (file) => {
      await window.goto(`${house.url}/seals/import`);
      await window.setInputFiles('[name="file"]', { name: "x.xlsx", mimeType: "application/octet-stream", buffer: fs.readFileSync(`${root}/fuzz/corpus/xlsx/${file}`) });
      await press(window, "/seals/import");
      return window.locator("main").innerText();
    };
    assert.match(await send("seals"), /Dòng 4/, "the row of the sheet, though an empty one stands before it");
    await lookAt(window, "import-workbook");
    assert.match(await send("merged"), /A1:B2/);
    await lookAt(window, "import-merged");
    assert.match(await send("wrong_day"), /Dòng 1, cột A/);
    await window.context().close();
  });
  await t.test("the report of a dry run", async () => {
    const window = await windowOf(browser, await house.signIn("thuc-hien"));
    await window.goto(house.url + first);
    await press(window, `${first}/dry-run`);
    await lookAt(window, "dry-run-report");
    await window.context().close();
  });
});

test("colours chosen in the account hold against those of the device", async () => {
  const person = await house.signIn("can-bo");
  const window = await windowOf(browser, person);
  const ground = async (scheme, device) => {
    const { fields } = await person.form("/me", "/me/settings");
    assert.equal((await person.postForm("/me/settings", { ...fields, scheme })).status, 303);
    await window.emulateMedia({ colorScheme: device });
    await window.goto(`${house.url}/units`);
    const colour = await window.evaluate(() => getComputedStyle(document.body).backgroundColor);
    return colour.match(/\d+/g).slice(0, 3).every((v) => Number(v) < 60) ? "dark" : "light";
  };
  assert.equal(await ground("dark", "light"), "dark");
  await lookAt(window, "dark-chosen");
  assert.equal(await ground("light", "dark"), "light");
  assert.equal(await ground("", "dark"), "dark");
  assert.equal(await ground("", "light"), "light");
  await window.context().close();
});

test("pages after both decrees can be used by everybody", async (t) => {
  const executor = await house.signIn("thuc-hien");
  const window = await windowOf(browser, executor);
  assert.equal((await executor.postJson(`${first}/execute`, { confirm: "1318-2024" })).status, 200);
  const [fresh] = house.rows("SELECT v.code FROM unit_version v JOIN unit u ON u.id = v.unit_id WHERE u.valid_from = '2025-01-01' ORDER BY v.code")[0];
  await t.test("a unit that is still to come", () => look(window, "unit-forthcoming", `/units/${fresh}?on=2025-01-01`));
  assert.equal((await executor.postJson(`${second}/execute`, { confirm: "1674-2025" })).status, 200);
  assert.equal((await executor.postJson("/walk/clock", { today: "2025-07-01" })).status, 200);
  const party = (await executor.json(`${first}/minutes`)).items[0];
  const pages = [["decree-executed", first], ["plan-executed", `${first}/plan`], ["parties", `${first}/minutes`], ["minutes", `${first}/minutes/${party.org_id}`],
                 ["undo", `${second}/undo`], ["unit-ended", "/units/14503?on=2025-06-30"], ["unit-lineage", "/units/14503/lineage?on=2025-06-30"],
                 ["org-ended", `/orgs/${party.org_id}`], ["walk-later", "/walk"], ["check-without-book", "/check"],
                 ["convert-split", "/convert?address=xã Gia Tân, huyện Gia Viễn&from=2024-12-31&to=2025-07-01"]];
  for (const [name, address] of pages) await t.test(address, () => look(window, name, address));
  await window.context().close();
  const staff = await windowOf(browser, await worker("grant.write"));
  await t.test("roles to confirm", () => look(staff, "grants-interim", "/grants/interim"));
  await staff.context().close();
  const clerk = await windowOf(browser, await house.signIn("can-bo"));
  for (const [name, address] of [["seals-to-surrender", "/seals?state=surrender"], ["to-review", "/recognitions?state=review"], ["to-decide", "/recognitions?to_decide=1"]])
    await t.test(address, async () => {
      await look(clerk, name, address);
      const record = clerk.locator('main th a[href^="/"]').first();
      if (!(await record.count())) return;
      await record.click();
      await clerk.waitForLoadState();
      await lookAt(clerk, `${name}-record`);
    });
  await clerk.context().close();
});

test("no page in Vietnamese shows a message in English", () => none([...english]));

stopAtTheEnd(house, { browser });
