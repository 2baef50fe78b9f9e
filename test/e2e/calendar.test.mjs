// SPDX-License-Identifier: Apache-2.0
// What is due on which day: a sheet, a list, and an address that a calendar program reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import ICAL from "ical.js";
import { Contract } from "./contract.mjs";
import { has, none, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const clerk = await house.signIn("chuyen-vien"); /* works at Sở Nội vụ */
const head = await house.signIn("lanh-dao");
const nobody = house.anybody();
const browser = await openBrowser();
let address;

const read = (text) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((v) => new ICAL.Event(v));

test("a month shows what is due in it, on its days", async () => {
  const page = await clerk.page("/calendar?month=2024-12");
  const json = await clerk.json("/calendar?month=2024-12");
  assert.ok(json.items.length > 0, "the demo's opening month has something due");
  for (const task of json.items) {
    assert.match(task.due_on, /^2024-12-/);
    assert.ok(page.text.includes(`/tasks/${task.id}`), task.title);
  }
  has((await clerk.page("/calendar?month=2025-01")).text, /Tết/, "a holiday says its name");
  assert.equal((await clerk.send("GET", "/api/v1/calendar?month=2024-13")).status, 422);
  none(contract.judge(await clerk.send("GET", "/api/v1/calendar"), "/calendar"));
});

test("an address is told once, and a calendar program reads it without a sign-in", async () => {
  const made = await clerk.submit("/calendar/feeds", "/calendar/feeds", {});
  assert.equal(made.status, 200, `${made}`);
  const link = made.text.match(/href="(http:[^"]+\.ics)"/)[1];
  assert.ok(link.startsWith(house.url), link);
  address = link.slice(house.url.length);
  assert.ok(!(await clerk.page("/calendar/feeds")).text.includes(address));
  const feed = await nobody.get(address);
  assert.equal(feed.status, 200, `${feed}`);
  assert.match(feed.headers["content-type"], /^text\/calendar/);
  const events = read(feed.text);
  const due = (await clerk.json("/calendar?month=2024-12")).items;
  for (const task of due) {
    const event = events.find((e) => e.uid === `task-${task.id}@haicap`);
    assert.ok(event, task.title);
    assert.ok(event.summary.endsWith(task.title), "Vietnamese comes through whole");
    assert.ok(event.endDate.isDate, "all day");
    assert.equal(event.component.getFirstPropertyValue("url"), `${house.url}/tasks/${task.id}`);
    assert.ok(event.component.getFirstPropertyValue("last-modified"));
  }
});

test("what is unchanged is not sent again; what moves is", async () => {
  const tag = (await nobody.get(address)).headers.etag;
  assert.match(tag, /^"\w+"$/);
  const again = await fetch(house.url + address, { headers: { "if-none-match": tag } });
  assert.equal(again.status, 304);
});

test("another's task is in nobody's feed, and a revoked address is gone", async () => {
  const theirs = new Set((await clerk.json("/tasks?state=all&limit=1000")).items.map((t) => `task-${t.id}@haicap`));
  for (const event of read((await nobody.get(address)).text)) assert.ok(theirs.has(event.uid), event.summary);
  assert.equal((await nobody.get("/calendar/0000.ics")).status, 404);
  assert.equal((await nobody.get(address.replace(/.\.ics$/, (s) => (s[0] === "0" ? "1.ics" : "0.ics")))).status, 404);
  const { items } = await clerk.json("/calendar/feeds");
  assert.equal((await head.postJson(`/calendar/feeds/${items[0].id}/revoke`, {})).status, 404);
  assert.equal((await clerk.submit("/calendar/feeds", `/calendar/feeds/${items[0].id}/revoke`, {})).status, 303);
  assert.equal((await nobody.get(address)).status, 404);
});

test("the pages say all in Vietnamese and fit a phone", async () => {
  const window = await windowOf(browser, clerk);
  for (const path of ["/calendar", "/calendar?month=2024-12&view=list", "/calendar/feeds"]) {
    const { text } = await clerk.page(path);
    none(markupFaults(text), path);
    none(untranslated(text), path);
    await window.goto(house.url + path);
    none(await faultsOnScreen(window, path.replace(/\W+/g, "-")), path);
  }
});

stopAtTheEnd(house, { browser });
