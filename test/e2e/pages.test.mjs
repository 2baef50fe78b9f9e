// SPDX-License-Identifier: Apache-2.0
// Every kind of page in Chromium, on a desk and on a phone: accessible (WCAG 2.2 AA as axe-core
// tests it), no wider than 320 pixels, valid HTML, nothing refused by the page's own policy.
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { crawl } from "./crawl.mjs";
import { none, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const browser = await openBrowser();
const contract = await Contract.read(house.anybody());
const worker = async (capability) => house.signIn(house.whoMay(capability)[0]);
const looked = new Set();
const english = new Set();

/** One page in all the ways that are tested. */
async function look(window, name, address) {
  await window.goto(house.url + address);
  none(await faultsOnScreen(window, name), address);
}

/** Registers share their templates: the first speaks for all in the browser. */
const kindOf = (route) => route.path.replace(/^\/(recognitions|boundary-files)\b/, "/seals");

async function lookAtAll(t, person, when) {
  const window = await windowOf(browser, person);
  for (const { route, address, answer, paper } of await crawl(person, contract)) {
    if (!route || paper || answer.type !== "text/html" || answer.status !== 200) continue;
    await t.test(`the markup of ${address} is valid`, async () => none(await markupFaults(answer.text), address));
    for (const text of untranslated(answer.text)) english.add(`${route.path}: ${text}`);
    const kind = `${when}${kindOf(route)}`;
    if (looked.has(kind)) continue;
    looked.add(kind);
    await t.test(`${route.path} can be used by everybody (${address}, ${when})`, () => look(window, kind, address));
  }
  await window.context().close();
}

test("what anybody sees", (t) => lookAtAll(t, house.anybody(), "open"));
test("what a drafter sees", async (t) => lookAtAll(t, await house.signIn("soan-thao"), "before"));
test("what a clerk sees", async (t) => lookAtAll(t, await worker("seal.write"), "before"));
test("what a personnel officer sees", async (t) => lookAtAll(t, await worker("people.write"), "before"));
test("what an auditor sees", async (t) => lookAtAll(t, await worker("act.read"), "before"));

test("pages of trouble can be used by everybody", async (t) => {
  const window = await windowOf(browser, await house.signIn("soan-thao"));
  for (const [name, address] of [["not-found", "/khong-co"], ["empty-list", "/units?q=khongcoten"], ["bad-filter", "/units?on=hom-qua"], ["forbidden", "/seals/new"]])
    await t.test(address, () => look(window, name, address));
  await window.context().close();
});

test("a form that came back with faults can be used by everybody", async () => {
  const window = await windowOf(browser, await worker("seal.write"));
  await window.goto(`${house.url}/seals/new`);
  await window.fill('[name="engraved_on"]', "hôm qua");
  await window.click('main form[method="post"] button[type="submit"]');
  none(await faultsOnScreen(window, "form-with-faults"));
  await window.context().close();
});

test("no page in Vietnamese shows a message in English", () => none([...english]));

stopAtTheEnd(house, { browser });
