// SPDX-License-Identifier: Apache-2.0
// Thai and Lao: what citizens see is in them in full; other pages are in English inside, and say so.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { has, none, root, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, windowOf } from "./look.mjs";

const house = await startHouse();
const browser = await openBrowser();
const person = await house.signIn("van-thu");
const pages = ["/sign-in", "/convert", "/convert?address=xa+gia+tan%2C+gia+vien&from=2024-12-31&to=2025-01-02", "/units?tier=commune&limit=8",
               "/units/14503", "/units/14503/lineage", "/search?q=gia", "/acts/head"];

/** Catalog of a language: English → its words. */
const catalogOf = (lang) => new Map(
  [...fs.readFileSync(path.join(root, `po/${lang}.po`), "utf8").matchAll(/^msgid "(.+)"\nmsgstr "(.+)"/gm)].map((m) => [m[1], m[2]]));

for (const [lang, own, name] of [["th", /[\u0E01-\u0E5B]/, "ไทย"], ["lo", /[\u0E81-\u0EDF]/, "ລາວ"]]) {
  const window = await windowOf(browser, person);
  const words = catalogOf(lang);

  test(`${lang}: the foot of each page offers it, and the browser keeps it`, async () => {
    await window.goto(`${house.url}/units`);
    await window.locator("footer a", { hasText: name }).click();
    await window.waitForLoadState();
    assert.equal(new URL(window.url()).pathname, "/units");
    assert.equal(await window.locator("html").getAttribute("lang"), lang);
    has(await window.locator("nav.side").innerText(), own, "the menu");
    assert.deepEqual(await window.locator("footer a").allInnerTexts(),
      ["Tiếng Việt", "English", "ไทย", "ລາວ"].filter((other) => other !== name));
  });

  test(`${lang}: citizens' pages are in it in full`, async (t) => {
    for (const address of pages)
      await t.test(address, async () => {
        const html = await (await window.goto(house.url + address)).text();
        assert.equal(await window.locator("html").getAttribute("lang"), lang);
        assert.equal(await window.locator("main").getAttribute("lang"), null);
        const english = (await window.locator("body").innerText()).split("\n").map((line) => line.trim())
          .filter((line) => words.has(line) && words.get(line) !== line);
        assert.deepEqual(english, []);
        none(await markupFaults(html), address);
        none(await faultsOnScreen(window, `${lang} ${address}`), address);
      });
  });

  test(`${lang}: an officer's page is in English inside, and marked as such`, async () => {
    await window.goto(`${house.url}/directives`);
    assert.equal(await window.locator("html").getAttribute("lang"), lang);
    assert.equal(await window.locator("main").getAttribute("lang"), "en");
    assert.equal(await window.locator("main h1").innerText(), "Directives");
    none(await faultsOnScreen(window, `${lang} /directives`), "/directives");
  });

  test(`${lang}: what is wrong is told in it`, async () => {
    await window.goto(`${house.url}/units/99999`);
    has(await window.locator("main").innerText(), own, "no such unit");
    await window.goto(`${house.url}/nowhere`);
    assert.equal(await window.locator("main h1").innerText(), words.get("Not found"));
    await window.goto(`${house.url}/convert?address=x&from=hôm+qua`);
    has(await window.locator("main .ds-error-summary, main [role=alert], main .ds-alert").first().innerText(), own, "a wrong day");
  });

  test(`${lang}: the page of a sign-in that failed`, async () => {
    const stranger = await windowOf(browser, house.anybody());
    await stranger.goto(`${house.url}/lang/${lang}?to=/sign-in`);
    await stranger.fill('[name="username"]', "ai-do");
    await stranger.fill('[name="password"]', "mat-khau-sai-1");
    await stranger.locator('main form[method="post"] button[type="submit"]').click();
    await stranger.waitForLoadState();
    has(await stranger.locator("main").innerText(), new RegExp(words.get("The username or the password is wrong, or the account is locked for a while after wrong passwords").slice(0, 12)), "the fault");
    assert.match(await stranger.title(), own);
    await stranger.context().close();
  });
}

stopAtTheEnd(house, { browser });
