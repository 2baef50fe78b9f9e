// SPDX-License-Identifier: Apache-2.0
// What stands in the way: a commune raises it on its task, the province answers, everybody finds
// the answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { has, none, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const giver = await house.signIn("van-thu"); /* the province, and all below it */
const raiser = await house.signIn("can-bo"); /* xã Gia Tân */
const stranger = await house.signIn("chu-tich"); /* xã Sơn Lai */
const browser = await openBrowser();
const committee = house.rows(
  "SELECT v.name FROM org_version v JOIN org o ON o.id = v.org_id JOIN unit_version u ON u.unit_id = v.unit_id WHERE u.code = '14503' AND o.kind = 'people_committee'",
)[0][0];
let obstacle;
let task;

async function made(who, form, path, values) {
  const answer = await who.submit(form, path, values);
  assert.equal(answer.status, 303, `${answer}`);
  return answer.headers.location;
}

test("an obstacle is raised on a task and waits at who gave it", async () => {
  const plan = await made(giver, "/directives/new", "/directives", {
    number: "138/KH-UBND", type: "plan", issuer: "Ủy ban nhân dân tỉnh Ninh Bình", issued_on: "23/08/2023",
    summary: "Kế hoạch thực hiện sắp xếp đơn vị hành chính cấp huyện, cấp xã giai đoạn 2023–2025",
  });
  task = await made(giver, `${plan}/tasks/new`, `${plan}/tasks`, {
    number: "6.1", title: "Lập và niêm yết danh sách cử tri", body: committee, rule_kind: "none",
  });
  await made(giver, task, `${task}/assign`, {});
  const form = `/obstacles/new?task=${task.split("/").pop()}`;
  has((await raiser.page(task)).text, /\/obstacles\/new\?task=/);
  has((await raiser.page(form)).text, /Lập và niêm yết danh sách cử tri/);
  obstacle = await made(raiser, form, "/obstacles", {
    title: "Chưa có hướng dẫn lập danh sách cử tri đối với người tạm trú",
    detail: "Trên địa bàn xã có 214 người tạm trú dài hạn, chưa rõ có được lấy ý kiến hay không.",
    proposal: "Đề nghị Sở Nội vụ hướng dẫn thống nhất toàn tỉnh.",
  });
  const seen = await giver.json("/obstacles?unanswered=1");
  assert.equal(seen.total, 2, "the demo's and this one");
  assert.match(seen.items[0].due_on, /^\d{4}-\d{2}-\d{2}$/);
  assert.equal((await stranger.send("GET", `/api/v1${obstacle}`)).status, 403);
});

test("an empty answer is refused, a given one is in the guide of everybody", async () => {
  const refused = await giver.submit(obstacle, `${obstacle}/answer`, { answer: "" });
  assert.equal(refused.status, 422);
  await made(giver, obstacle, `${obstacle}/answer`, {
    answer: "Người tạm trú không có tên trong danh sách; danh sách lập theo hộ thường trú.",
    answer_basis: "Nghị định 54/2018/NĐ-CP",
  });
  const guide = await stranger.json("/obstacles?answered=1&q=ho%20thuong%20tru");
  assert.equal(guide.total, 1, "found without marks");
  has((await stranger.page("/obstacles?answered=1")).text, /danh sách lập theo hộ thường trú/);
  assert.equal((await stranger.page(obstacle)).status, 200);
  has((await stranger.page("/obstacles?answered=1")).text, /<form method="get"[^>]*action="\/obstacles">/);
  for (const path of ["/obstacles", "/obstacles?answered=1", obstacle, "/obstacles/terms"])
    none(contract.judge(await giver.send("GET", `/api/v1${path}`), path));
});

test("who raised it asks again or closes it", async () => {
  await made(raiser, obstacle, `${obstacle}/reopen`, { reason: "Chưa rõ đối với người tạm trú trên 12 tháng" });
  assert.equal((await giver.json(obstacle)).stage, "routed");
  await made(giver, obstacle, `${obstacle}/answer`, { answer: "Áp dụng như trên." });
  await made(raiser, obstacle, `${obstacle}/close`, {});
  assert.equal((await giver.json(obstacle)).stage, "closed");
});

test("the pages say all in Vietnamese and fit a phone", async () => {
  const window = await windowOf(browser, giver);
  for (const path of ["/obstacles?state=all", "/obstacles?answered=1", obstacle, "/obstacles/new", "/obstacles/terms"]) {
    const { text } = await giver.page(path);
    none(markupFaults(text), path);
    none(untranslated(text), path);
    await window.goto(house.url + path);
    none(await faultsOnScreen(window, path.replace(/\W+/g, "-")), path);
  }
});

stopAtTheEnd(house, { browser });
