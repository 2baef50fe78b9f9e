// SPDX-License-Identifier: Apache-2.0
// look.mjs: pages as Chromium shows them: accessibility, width, refusals of the policy, markup.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";
import { engine, root, unescape } from "./house.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };
const narrowest = { width: 320, height: 640 };

/** Off are questions of taste, and roles that tables need once CSS lays them out as blocks. */
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "no-redundant-role": "off",
    "prefer-native-element": "off",
    "void-style": "off",
    "long-title": "off",
    "no-trailing-whitespace": "off",
  },
});

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"],
  });
}

/** A window in which `person` (of house.mjs) is signed in as in their own cookie jar. */
export async function windowOf(browser, person, options = {}) {
  const context = await browser.newContext({ viewport: desktop, locale: "vi-VN", ...options });
  await context.addCookies([...person.jar].map(([name, value]) => ({ name, value, url: person.house.url })));
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  page.trouble = [];
  const note = (text) => page.trouble.push(text);
  page.on("console", (m) => m.type() === "error" && !m.text().startsWith("Failed to load resource") && note(m.text()));
  page.on("pageerror", (e) => note(String(e)));
  page.on("response", (r) => r.status() >= 400 && r.request().resourceType() !== "document" && note(`${r.status()} ${r.url()}`));
  return page;
}

/** Messages that have a translation: English → Vietnamese. */
const catalog = new Map(
  [...fs.readFileSync(path.join(root, "po/vi.po"), "utf8").matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm)].map((m) =>
    [m[1], m[2]].map((lines) => lines.trim().split("\n").map((line) => JSON.parse(line)).join(""))));

/** Messages that a Vietnamese page shows in English. */
export function untranslated(html) {
  const texts = [...html.matchAll(/>([^<]+)<|\s(?:aria-label|placeholder|alt|title|data-l)="([^"]+)"/g)].map((m) => unescape(m[1] ?? m[2]).trim());
  return [...new Set(texts)].filter((text) => text && catalog.has(text) && catalog.get(text) !== text);
}

export async function markupFaults(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

async function accessibilityFaults(page, only = { type: "tag", values: tags }) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }), only);
  return violations.flatMap((v) =>
    v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary.replace(/\s+/g, " ").slice(0, 200)}`));
}

/** What sticks out of a window 320 pixels wide, which is a page enlarged to 400 %. */
async function overflow(page) {
  await page.setViewportSize(narrowest);
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth;
    if (wide <= 320) return [];
    const out = [...document.querySelectorAll("body *")].filter(
      (e) => e.getBoundingClientRect().right > 321 && !e.parentElement.closest(".scroll, .ds-sr-only"));
    return [`${wide} px wide: ${out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" | ")}`];
  });
}

/**
 * Everything that is wrong with what `page` shows now: on a desk in light and dark, on a phone in dark colours.
 * Looks do not depend on the engine, and axe-core takes half the time of all tests: on PostgreSQL it stays away.
 */
export async function faultsOnScreen(page, name) {
  if (engine !== "sqlite") return page.trouble.splice(0);
  const faults = [];
  for (const [size, colorScheme] of [[phone, "dark"], [desktop, "light"]]) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => document.fonts.ready);
    await shoot(page, name);
    faults.push(...(await accessibilityFaults(page)).map((f) => `${size.width} px: ${f}`));
    if (size === phone) faults.push(...(await overflow(page)));
  }
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await accessibilityFaults(page, { type: "rule", values: ["color-contrast"] });
  faults.push(...dark.map((f) => `dark: ${f}`));
  await page.emulateMedia({ colorScheme: "light" });
  return [...faults, ...page.trouble.splice(0)];
}

/** Where HAICAP_SHOTS names a folder, a picture of the page as it is. */
export async function shoot(page, name) {
  const folder = process.env.HAICAP_SHOTS;
  if (!folder) return;
  const size = page.viewportSize().width < 500 ? "phone" : "desktop";
  const fullPage = (await page.evaluate(() => document.documentElement.scrollHeight)) < 8000;
  await page.screenshot({ path: `${folder}/${name.replace(/[^\w.-]+/g, "_")}-${size}.png`, fullPage });
}
