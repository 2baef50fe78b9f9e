// SPDX-License-Identifier: Apache-2.0
// Files on directives, tasks, obstacles, reports and records: brought, taken home, withdrawn; and what a browser does with them.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { engine, has, none, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const clerk = await house.signIn("van-thu");
const reader = await house.signIn("chuyen-vien");
const browser = await openBrowser();
const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n";
const plan = `/directives/${(await clerk.json("/directives")).items.find((d) => d.number.startsWith("KH-UBND-8")).id}`;
let file;

test("the demo's plan has its annexes, and they are taken home, never shown as a page", async () => {
  const { items } = await reader.json(`${plan}/attachments`);
  assert.equal(items.length, 2);
  const annex = items.find((a) => a.mime === "application/pdf");
  const answer = await reader.get(`/attachments/${annex.id}/content`);
  assert.equal(answer.status, 200);
  assert.equal(answer.bytes.length, annex.size);
  assert.equal(answer.headers["content-type"], "application/pdf");
  assert.match(answer.headers["content-disposition"], /^attachment; filename\*=UTF-8''Ph%E1%BB%A5/);
  assert.equal(answer.headers["x-content-type-options"], "nosniff");
  assert.equal(answer.headers["content-security-policy"], "default-src 'none'; sandbox");
  assert.equal(answer.headers["cache-control"], "no-store");
  assert.equal((await house.anybody().send("GET", `/api/v1/attachments/${annex.id}/content`)).status, 401);
});

test("a clerk attaches a file with a form, a second time it is told", async () => {
  const values = { file: { name: "Công văn 12.pdf", text: pdf }, note: "Công văn 12/UBND" };
  const answer = await clerk.submit(plan, `${plan}/attachments`, values);
  assert.equal(answer.status, 303, `${answer}`);
  assert.equal(answer.headers.location, plan);
  const page = (await clerk.page(plan)).text;
  has(page, /Công văn 12\.pdf/);
  file = page.match(/href="(\/attachments\/\d+)\/content"[^>]*>Công văn 12\.pdf/)[1];
  const again = await clerk.submit(plan, `${plan}/attachments`, values);
  assert.equal(again.status, 409);
  has(again.text, /đã được đính kèm/);
  has(again.text, new RegExp(`href="${plan}/attachments"`));
});

test("what is no paper, or lies about itself, is told beside the form", async () => {
  const page = "<!doctype html><html><script>alert(1)</script></html>";
  for (const [name, text] of [["a.pdf", page], ["a.exe", pdf], ["a.txt", ""], ["a.png", pdf]]) {
    const answer = await clerk.submit(plan, `${plan}/attachments`, { file: { name, text } });
    assert.equal(answer.status, 422, `${name}: ${answer}`);
  }
  assert.equal((await reader.postParts(`${plan}/attachments`, { file: { name: "a.pdf", text: pdf } })).status, 403);
  const bad = await clerk.postJson(`${plan}/attachments`, { file: "%%", file_name: "a.pdf" });
  assert.equal(bad.status, 422);
});

test("the API takes base64 and gives the same file back", async () => {
  const answer = await clerk.postJson(`${plan}/attachments`, {
    file: Buffer.from(`${pdf}2`).toString("base64"), file_name: "API.pdf", note: "Gửi qua API",
  });
  assert.equal(answer.status, 200, `${answer}`);
  const { id } = answer.json();
  const { bytes } = await clerk.get(`/attachments/${id}/content`);
  assert.equal(bytes.toString(), `${pdf}2`);
  for (const path of [`${plan}/attachments`, `/attachments/${id}`])
    none(contract.judge(await clerk.send("GET", `/api/v1${path}`), path));
});

test("an obstacle, a report's draft and a record of a register take them too, with a form", async () => {
  const head = await house.signIn("lanh-dao");
  const obstacle = (await head.json("/obstacles?unanswered=1")).items[0].id;
  const report = (await head.json("/reports?missing=1")).items.find((r) => r.stage === "draft").id;
  const seal = (await clerk.json("/seals")).items[0].id;
  for (const page of [`/obstacles/${obstacle}`, `/reports/${report}`, `/seals/${seal}`]) {
    const who = page.startsWith("/seals") ? clerk : head;
    const answer = await who.submit(page, `${page}/attachments`, { file: { name: "Phụ lục.pdf", text: pdf } });
    assert.equal(answer.status, 303, `${answer}`);
    assert.equal(answer.headers.location, page);
    has((await who.page(page)).text, /Phụ lục\.pdf/);
    none(contract.judge(await who.send("GET", `/api/v1${page}`), page));
  }
  const sent = (await head.json("/reports?state=sent")).items[0].id;
  assert.equal((await head.postJson(`/reports/${sent}/attachments`, {
    file: Buffer.from(pdf).toString("base64"), file_name: "Muộn.pdf" })).status, 403);
});

test("work is reported done with the file that shows it", async () => {
  const { items } = await reader.json("/tasks?state=doing&limit=100");
  const mine = items.find((t) => !t.has_parts);
  const task = `/tasks/${mine.id}`;
  const answer = await reader.submit(task, `${task}/report`, {
    text: "Đã xong", evidence: "Báo cáo 9/BC", file: { name: "Báo cáo 9.pdf", text: pdf },
  });
  assert.equal(answer.status, 303, `${answer}`);
  const { files, stage } = await reader.json(task);
  assert.equal(stage, "reported");
  assert.equal(files[0].name, "Báo cáo 9.pdf");
  assert.equal(files[0].note, "Báo cáo 9/BC");
});

test("one attached in error is withdrawn with a reason, is kept and given to nobody", async () => {
  assert.equal((await clerk.submit(file, `${file}/withdraw`, { reason: "" })).status, 422);
  assert.equal((await clerk.submit(file, `${file}/withdraw`, { reason: "Nhầm tệp" })).status, 303);
  assert.equal((await clerk.get(`${file}/content`)).status, 409);
  has((await clerk.page(file)).text, /Nhầm tệp/);
  assert.equal(house.rows("SELECT count(*) FROM attachment_content c JOIN attachment a ON a.sha256 = c.sha256 WHERE a.reason = 'Nhầm tệp'")[0][0], "1");
  has(await house.haicap("verify", "--db", house.database.url), /attached files are whole|tệp đính kèm còn nguyên/);
});

test("a server that is killed after it said yes has the file, and a backup has it too", { skip: engine !== "sqlite" }, async () => {
  const answer = await clerk.postJson(`${plan}/attachments`, {
    file: Buffer.from(`${pdf}4`).toString("base64"), file_name: "Trước khi mất điện.pdf",
  });
  house.server.kill("SIGKILL");
  await house.ended;
  const copy = `${house.folder}/copy.db`, again = `${house.folder}/again.db`;
  await house.start(house.address.port);
  assert.equal((await clerk.get(`/attachments/${answer.json().id}/content`)).bytes.toString(), `${pdf}4`);
  await house.haicap("backup", copy, "--db", house.database.url);
  await house.haicap("restore", copy, "--db", again);
  fs.copyFileSync(`${house.database.url}.key`, `${again}.key`);
  const verified = await house.haicap("verify", "--db", again);
  const [[n]] = house.rows("SELECT count(*) FROM attachment");
  has(verified, new RegExp(`^${n} (attached files are whole|tệp đính kèm còn nguyên)`, "m"));
});

test("a browser attaches and downloads", async () => {
  const window = await windowOf(browser, clerk);
  await window.goto(house.url + plan);
  await window.locator("summary", { hasText: "Đính kèm một tệp" }).click();
  await window.setInputFiles("input[type=file]", { name: "Từ máy.pdf", mimeType: "application/pdf", buffer: Buffer.from(`${pdf}3`) });
  await window.locator("form[action$='/attachments'] button").click();
  await window.waitForSelector("text=Từ máy.pdf");
  const [download] = await Promise.all([window.waitForEvent("download"), window.getByText("Từ máy.pdf").click()]);
  assert.equal(download.suggestedFilename(), "Từ máy.pdf");
  assert.equal(fs.readFileSync(await download.path(), "utf8"), `${pdf}3`);
  await window.context().close();
});

test("the pages say all in Vietnamese and fit a phone", async () => {
  const window = await windowOf(browser, clerk);
  for (const at of [plan, `${plan}/attachments`, file]) {
    const { text } = await clerk.page(at);
    none(await markupFaults(text), at);
    none(untranslated(text), at);
    await window.goto(house.url + at);
    none(await faultsOnScreen(window, at.replace(/\W+/g, "-")), at);
  }
  await window.context().close();
});

stopAtTheEnd(house, { browser });
