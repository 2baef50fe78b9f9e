// SPDX-License-Identifier: Apache-2.0
// The law on pages: rows that can be corrected, factors and regions put on record, and the check.
import assert from "node:assert/strict";
import { test } from "node:test";
import { has, startHouse, stopAtTheEnd } from "./house.mjs";
import { openBrowser, phone, shoot, windowOf } from "./look.mjs";

const house = await startHouse();
const browser = await openBrowser();
const keeper = await house.signIn("dia-gioi");

test("a factor for a unit that is not there is refused at its field, and what was typed stays", async () => {
  const answer = await keeper.submit("/law/factors", "/law/factors", { unit: "99999", factor: "mountain", source: "Quyết định 7" });
  assert.equal(answer.status, 422, `${answer}`);
  has(answer.text, /name="unit"[^>]*value="99999"/);
  has(answer.text, /value="Quyết định 7"|>Quyết định 7</);
  const problem = (await keeper.postJson("/law/factors", { unit: "99999", factor: "mountain", source: "x" })).json();
  assert.deepEqual(problem.errors.map((e) => e.field), ["unit"]);
});

test("a province is put into a region, its row is changed, and both are acts", async () => {
  const added = await keeper.submit("/law/regions", "/law/regions",
    { region: "land_border", province_code: "37", valid_from: "01/01/2024", source: "Nghị quyết thử" });
  assert.equal(added.status, 303, `${added}`);
  const address = added.headers.location;
  const changed = await keeper.submit(address, address, { valid_to: "01/06/2024" });
  assert.equal(changed.status, 303, `${changed}`);
  const row = (await keeper.json("/law/regions")).items.find((r) => r.region === "land_border");
  assert.equal(row.valid_to, "2024-06-01");
  assert.equal(row.province_name, "Tỉnh Ninh Bình");
  const acts = (await keeper.json("/acts?kind=law_region")).items;
  assert.deepEqual(acts.map((a) => a.verb).sort(), ["add", "change"]);
});

test("shares on the page have two places, cut off, and all of them beside; papers have them all", async () => {
  const address = "/check?on=2024-12-30";
  const page = await windowOf(browser, keeper, { viewport: phone });
  await page.goto(house.url + address);
  const shares = await page.locator("td span[title]").evaluateAll((all) => all.map((s) => [s.innerText, s.title]));
  assert.equal(shares.length, 100, `${shares.length}`);
  for (const [short, full] of shares) {
    assert.match(short, /^[\d.]+(,\d{1,2})? %$/);
    assert.ok(full.startsWith(short.slice(0, -2)), `${short} of ${full}`);
  }
  assert.ok(shares.some(([, full]) => /,\d{6} %$/.test(full)));
  const { items } = await keeper.json(address);
  assert.ok(items.some((x) => /\.\d{6}$/.test(String(x.area_pct))));
  await shoot(page, "check");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it fits a phone");
  await page.context().close();
});

stopAtTheEnd(house, { browser });
