// SPDX-License-Identifier: Apache-2.0
// A head in the morning, in a real browser: what is late, whose, which rows; and finding things by words.
// The head of another province does the same and meets nothing of this one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { none, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, phone, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const browser = await openBrowser();
const head = await house.signIn("lanh-dao");
const neighbour = await house.signIn("na-lanh-dao");
const contract = await Contract.read(head);
const window = await windowOf(browser, head);
const numberOf = (text) => Number(text.replace(/\D/g, ""));

async function looksRight(page, address) {
  const html = await (await page.goto(house.url + address)).text();
  none(await markupFaults(html), address);
  none(untranslated(html), address);
  none(await faultsOnScreen(page, address.replace(/\W+/g, "-")), address);
}

test("each number of the board opens as many rows", async () => {
  for (const what of ["late", "open", "silent", "soon"]) {
    await window.goto(`${house.url}/board`);
    const link = window.locator(`tr.sum a[href$="what=${what}"]`);
    if (!(await link.count())) continue;
    const n = numberOf(await link.innerText());
    await link.click();
    await window.waitForURL(/\/board\/tasks/);
    const { items } = await head.json(new URL(window.url()).pathname + new URL(window.url()).search + "&limit=1000");
    assert.equal(items.length, n, what);
    assert.equal(await window.locator("tbody tr").count(), Math.min(n, 50), what);
  }
});

test("it goes down to a body, to a document, and into a file", async () => {
  const board = await head.json("/board");
  none(contract.judge(await head.send("GET", "/api/v1/board"), "/board"));
  const [below] = board.items.filter((row) => row.is_below && row.late > 0);
  await window.goto(`${house.url}/board`);
  await window.getByRole("link", { name: below.name, exact: true }).click();
  await window.waitForURL(/org=/);
  assert.ok((await window.locator(".head").innerText()).includes(below.name));
  assert.equal((await head.json(`/board?org=${below.id}`)).sums[0].late, below.late);
  const csv = (await head.send("GET", "/board.csv")).text.trim().split("\n");
  assert.equal(csv.length, board.items.length + 1);
  const { items } = await head.json("/directives");
  const plan = items.find((d) => d.number.startsWith("KH-UBND-8"));
  await window.goto(`${house.url}/directives/${plan.id}`);
  await window.getByRole("link", { name: "Bảng điều hành" }).last().click();
  await window.waitForURL(/directive=/);
  assert.ok((await window.locator(".head").innerText()).includes(plan.number));
});

test("when the day moves on, more is late", async () => {
  const late = async () => (await head.json("/board")).sums[0].late;
  const before = await late();
  const executor = await house.signIn("thuc-hien");
  assert.equal((await executor.postJson("/walk/clock", { today: "2025-10-01" })).status, 200);
  assert.ok((await late()) > before);
});

test("on a phone, and in the dark", async () => {
  await looksRight(window, "/board");
  await looksRight(window, "/search?q=bao+cao");
  await window.setViewportSize(phone);
  await window.goto(`${house.url}/board`);
  assert.equal(await window.evaluate("document.documentElement.scrollWidth"), phone.width);
});

test("words without marks find documents, tasks, reports and files", async () => {
  await window.setViewportSize({ width: 1280, height: 900 });
  await window.goto(`${house.url}/work`);
  const field = window.locator("header input[name=q]");
  await field.fill("sap xep");
  await field.press("Enter");
  await window.waitForURL(/\/search/);
  const titles = await window.locator("main h2").allInnerTexts();
  for (const kind of ["Văn bản chỉ đạo", "Nhiệm vụ"]) assert.ok(titles.includes(kind), `${kind} in ${titles}`);
  await window.getByRole("link", { name: /Còn nữa.*Nhiệm vụ/ }).click();
  await window.waitForURL(/kind=tasks/);
  await window.waitForLoadState();
  assert.ok((await window.locator(".found li").count()) > 8);
  await window.locator(".found a").first().click();
  await window.waitForURL(/\/tasks\/\d+/);
  const answer = await head.send("GET", "/api/v1/search?q=phu+luc");
  none(contract.judge(answer, "/search"));
  assert.deepEqual(answer.json().groups.map((g) => g.kind), ["files"]);
  assert.equal((await head.send("GET", "/api/v1/search?q=a&kind=nothing")).status, 422);
});

test("the head of another province meets nothing of this one", async () => {
  const mine = (await neighbour.json("/tasks?state=all&limit=1000")).items;
  assert.ok(mine.length > 10);
  assert.deepEqual([...new Set(mine.map((t) => t.directive_number.slice(0, 4)))], ["CCHC"]);
  const { org } = await head.json("/board");
  assert.equal((await neighbour.send("GET", `/api/v1/board?org=${org}`)).status, 403);
  assert.equal((await neighbour.send("GET", `/api/v1/tasks?org=${org}`)).status, 403);
  const { groups } = await neighbour.json("/search?q=sap+xep");
  assert.deepEqual(groups.filter((g) => ["tasks", "reports", "files"].includes(g.kind) && g.items.some((i) => !/CCHC|Nghệ An/.test(i.about))), []);
  for (const place of ["/obstacles", "/reports?state=all", "/seals?all=1"])
    for (const item of (await neighbour.json(place)).items) assert.match(item.body ?? item.holder, /Nghệ An|Đô Lương|Hoàng Mai|Nghĩa Đàn|Hưng Nguyên/, place);
});

stopAtTheEnd(house, { browser });
