// SPDX-License-Identifier: Apache-2.0
// From a document to work: a plan is entered, its tasks given to communes, accepted, reported,
// sent back, verified; an event moves a deadline; an extension is asked for and granted.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { has, none, root, startHouse, stopAtTheEnd } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const giver = await house.signIn("van-thu"); /* the province, and all below it */
const lead = await house.signIn("can-bo"); /* xã Gia Tân */
const browser = await openBrowser();
const faultsOf = (answer) => answer.text.match(/<div class="ds-error-summary".*?<\/div>/s)?.[0] ?? "";
const committee = house.rows(
  "SELECT v.name FROM org_version v JOIN org o ON o.id = v.org_id JOIN unit_version u ON u.unit_id = v.unit_id WHERE u.code = '14503' AND o.kind = 'people_committee'",
)[0][0];
let plan;
let task;

/** Presses the button of a move, as its form on the page stands. */
const move = (who, name, values = {}) => who.submit(task, `${task}/${name}`, values);
const state = async (who = giver) => (await who.json(task)).stage;

async function entered(number, values) {
  const answer = await giver.submit(`${plan}/tasks/new`, `${plan}/tasks`, { number, rule_kind: "none", ...values });
  assert.equal(answer.status, 303, `${answer}`);
  return answer.headers.location;
}

test("a document is entered, with what it rests on", async () => {
  const answer = await giver.submit("/directives/new", "/directives", {
    number: "138/KH-UBND", type: "plan", issuer: "Ủy ban nhân dân tỉnh Ninh Bình", issued_on: "23/08/2023",
    summary: "Kế hoạch thực hiện sắp xếp đơn vị hành chính cấp huyện, cấp xã giai đoạn 2023–2025",
    bases: "Nghị quyết 35/2023/UBTVQH15\nKết luận 48-KL/TW",
  });
  assert.equal(answer.status, 303, `${answer}`);
  plan = answer.headers.location;
  has((await giver.page(plan)).text, /Nghị quyết 35\/2023\/UBTVQH15/);
  none(contract.judge(await giver.send("GET", `/api/v1${plan}`), plan));
});

test("a deadline before its document is refused, and what was typed stays", async () => {
  const answer = await giver.submit(`${plan}/tasks/new`, `${plan}/tasks`, {
    title: "Sớm quá", rule_kind: "by", rule_date: "01/01/2023",
  });
  assert.equal(answer.status, 422);
  has(answer.text, /Sớm quá/);
});

test("a task is given to a commune and waits on its desk", async () => {
  task = await entered("6.1", {
    title: "Lập và niêm yết danh sách cử tri", body: committee, rule_kind: "before", rule_date: "15/01/2025",
    product: "Danh sách cử tri", coordinators: "Công an xã",
  });
  assert.equal(await state(), "planned");
  assert.equal((await lead.json("/work")).n_to_accept, 0);
  const answer = await move(giver, "assign");
  assert.equal(answer.status, 303, `${answer}`);
  const work = await lead.json("/work");
  assert.equal(work.n_to_accept, 1);
  const row = work.groups.flatMap((g) => g.items).find((i) => `/tasks/${i.id}` === task);
  assert.equal(row.due_on, "2025-01-14", "“trước ngày 15/01” is due at the end of the 14th");
  assert.equal(row.directive_number, "138/KH-UBND");
  has((await lead.page("/work")).text, /Đinh Văn Khải/, "who sent it");
});

test("nobody of another commune sees or moves it", async () => {
  const stranger = await house.signIn("chu-tich"); /* xã Sơn Lai */
  assert.equal((await stranger.get(task)).status, 403);
  const { version } = await giver.json(task);
  assert.equal((await stranger.postJson(`${task}/accept`, { version })).status, 403);
});

test("accepted by its exact number from the desk", async () => {
  const wrong = await lead.postJson("/tasks/bulk", { move: "accept", expected: 2 });
  assert.equal(wrong.status, 409);
  const answer = await lead.submit("/tasks/bulk?move=accept", "/tasks/bulk");
  assert.equal(answer.status, 303, `${answer}`);
  assert.equal(await state(), "doing");
});

test("done without evidence is refused; with it, sent back once, then closed", async () => {
  const refused = await move(lead, "report", { text: "Đã niêm yết" });
  assert.equal(refused.status, 422);
  has(faultsOf(refused), /Minh chứng|evidence/i);
  assert.equal((await move(lead, "report", { text: "Đã niêm yết", evidence: "Biên bản 07/BB-UBND ngày 10/01/2025" })).status, 303);
  assert.equal((await move(giver, "send_back", { reason: "Thiếu chữ ký của đại diện thôn" })).status, 303);
  assert.equal((await move(lead, "report", { text: "Đã bổ sung", evidence: "Biên bản 08/BB-UBND" })).status, 303);
  assert.equal((await move(giver, "verify")).status, 303);
  assert.equal(await state(), "closed");
  const page = (await giver.page(task)).text;
  for (const said of ["Biên bản 07/BB-UBND", "Thiếu chữ ký của đại diện thôn", "Biên bản 08/BB-UBND"]) has(page, new RegExp(said));
});

test("of two who close the same task the second is told what the first did", async () => {
  task = await entered("6.2", { title: "Lấy ý kiến cử tri", body: committee, rule_kind: "by", rule_date: "28/02/2025" });
  await move(giver, "assign");
  await move(lead, "accept");
  await move(lead, "report", { text: "Xong", evidence: "12/BC-UBND" });
  const { version } = await giver.json(task);
  const both = await Promise.all([1, 2].map(() => giver.postJson(`${task}/verify`, { version })));
  assert.deepEqual(both.map((a) => a.status).sort(), [200, 409]);
});

test("an extension is asked for and granted; the first promise stays", async () => {
  task = await entered("7", { title: "Hội đồng nhân dân thông qua nghị quyết", body: committee, rule_kind: "by", rule_date: "31/01/2025" });
  await move(giver, "assign");
  await move(lead, "accept");
  assert.equal((await move(lead, "ask", { until: "20/02/2025", reason: "Chờ kết quả lấy ý kiến" })).status, 303);
  assert.equal((await move(giver, "grant")).status, 303);
  const { due_on, first_due, n_extended } = await giver.json(task);
  assert.deepEqual([due_on, first_due, n_extended], ["2025-02-20", "2025-01-31", 1]);
});

test("an event that gets its day moves what hangs on it", async () => {
  task = await entered("12.1", {
    title: "Kiện toàn tổ chức bộ máy", body: committee, rule_kind: "after_event",
    rule_event: "nghị quyết có hiệu lực", rule_n: "30", rule_unit: "days",
  });
  assert.equal((await giver.json(task)).due_on, null);
  const answer = await giver.submit(plan, `${plan}/events`, { name: "Nghị quyết có hiệu lực", on_day: "01/01/2025", source: "Nghị quyết 1318" });
  assert.equal(answer.status, 303, `${answer}`);
  assert.equal((await giver.json(task)).due_on, "2025-02-03", "the thirtieth day falls in Tết");
  const silent = await giver.submit(plan, `${plan}/events`, { name: "Nghị quyết có hiệu lực", on_day: "01/02/2025" });
  assert.equal(silent.status, 422, "it says why it moves");
});

test("a task for each commune is one for each, in the number that was shown", async () => {
  task = await entered("5.1", { title: "Xây dựng đề án chi tiết", rule_kind: "before", rule_date: "15/02/2025" });
  const address = `${task}/spread?kind=people_committee&tier=commune`;
  const shown = await giver.json(address);
  assert.equal(shown.expected, 143);
  const answer = await giver.submit(address, `${task}/spread`);
  assert.equal(answer.status, 303, `${answer}`);
  const page = await giver.json(task);
  assert.equal(page.n_parts, 143);
  assert.equal((await giver.json(`${task.replace("/tasks/", "/tasks?parent=")}`)).total, 143);
});

test("a body that comes later is said to be without it", async () => {
  const operator = await house.signIn("quan-tri");
  const office = (name) => operator.postJson("/orgs", { kind: "office", name: `Văn phòng ${name}`, parent: "37" });
  assert.equal((await office("một")).status, 200);
  const whole = await entered("5.9", { title: "Mỗi văn phòng rà soát" });
  assert.equal((await giver.postJson(`${whole}/spread`, { kind: "office", expected: 1 })).status, 200);
  assert.equal((await giver.json(whole)).n_missing, 0);
  assert.equal((await office("hai")).status, 200);
  assert.equal((await giver.json(whole)).n_missing, 1);
  has((await giver.page(whole)).text, /spread\?kind=office/);
});

test("tasks that would wait for each other are refused", async () => {
  const [a, b] = [await entered("8", { title: "Thẩm định" }), await entered("9", { title: "Thông qua" })];
  const id = (path) => Number(path.split("/").at(-1));
  assert.equal((await giver.postJson(`${b}/depend`, { on_id: id(a) })).status, 200);
  assert.equal((await giver.postJson(`${a}/depend`, { on_id: id(b) })).status, 422);
});

test("a plan's table is read from a workbook, on the page and in the terminal alike", async () => {
  const file = `${root}/fuzz/corpus/xlsx/ke-hoach`;
  const said = JSON.parse(await house.haicap("read-plan", file));
  assert.equal(said.total, 2);
  assert.deepEqual([said.items[0].body, said.items[0].rule.date, said.items[1].rule.kind], ["Sở Tài chính", "2025-08-31", "monthly"]);
  await assert.rejects(house.haicap("read-plan", `${root}/fuzz/corpus/xlsx/merged`), /A1:B2 are merged/);
  const read = `${plan}/read`, before = (await giver.json(read)).total;
  const answer = await giver.submit(read, read, { file: { name: "kế hoạch.xlsx", text: fs.readFileSync(file) } });
  assert.equal(answer.status, 303, `${answer}`);
  const now = await giver.json(read);
  assert.equal(now.total, before + 2);
  has(now.items.at(-2).coordinators, /Sở Nội vụ/);
  for (const i of now.items) await giver.postJson(`/proposals/${i.id}/drop`, {});
});

test("a body that takes part has the task on its list and contributes on its page", async () => {
  const together = await entered("9.1", { title: "Thẩm định đề án", coordinators: `${committee}; các cơ quan liên quan` });
  assert.equal((await giver.json(together)).together.length, 1);
  const work = (await lead.json("/work")).groups.find((g) => g.name === "together");
  assert.equal(work.total, 1);
  const answer = await lead.submit(together, `${together}/contribute`, { text: "Thống nhất với dự thảo" });
  assert.equal(answer.status, 303, `${answer}`);
  has((await giver.page(together)).text, /Thống nhất với dự thảo/);
});

test("a document's tasks are a picture of time, which is printed on one sheet", async () => {
  const address = `${plan}/roadmap`;
  const road = await giver.json(address);
  assert.ok(road.rows.some((r) => r.waits === "8" && r.number === "9"));
  const page = await giver.page(address);
  has(page.text, /<svg class="pic road"/);
  none(await markupFaults(page.text), address);
  const csv = await giver.get(`${address}.csv`);
  assert.equal(csv.text.trim().split("\n").length, road.rows.length + 1);
  const window = await windowOf(browser, giver);
  try {
    await window.goto(`${house.url}${address}`);
    const pdf = (await window.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1);
  } finally {
    await window.context().close();
  }
});

test("what is late on a day is a list, on every paper", async () => {
  const on = "/tasks?late=1&on=2025-03-01";
  const late = await lead.json(on);
  assert.ok(late.total > 0 && late.items.every((i) => i.is_late && i.due_on < "2025-03-01"));
  const csv = await lead.get(on.replace("/tasks", "/tasks.csv"));
  assert.equal(csv.status, 200);
  assert.equal(csv.text.trim().split("\n").length, late.total + 1);
  const directive = plan.split("/").at(-1);
  assert.ok((await giver.json(`/tasks?directive=${directive}&state=all`)).total > 143);
});

test("a plan's text is proposed beside its sentences, and a person confirms", async () => {
  const read = `${plan}/read`;
  const text = `8. ${committee} thẩm định hồ sơ trước ngày 30/5/2025\n9. ${committee} trình thông qua trước ngày 10/6/2025`;
  assert.equal((await giver.submit(read, read, { text })).status, 303);
  const shown = await giver.json(read);
  assert.equal(shown.total, 2);
  assert.equal(shown.items[0].rule_kind, "before");
  assert.equal(shown.items[0].rule_date, "2025-05-30");
  has((await giver.page(read)).text, /30\/5\/2025/);
  const dropped = `/proposals/${shown.items[1].id}`;
  const changed = await giver.submit(dropped, dropped, { title: "Trình thông qua", body: "Cơ quan không có" });
  assert.equal(changed.status, 422, "a body that is none is refused where a person says it");
  assert.equal((await giver.submit(dropped, `${dropped}/drop`)).status, 303);
  const before = (await giver.json(plan)).n_tasks;
  assert.equal((await giver.postJson(`${plan}/proposals`, { expected: 2 })).status, 409);
  assert.equal((await giver.submit(read, `${plan}/proposals`)).status, 303);
  assert.equal((await giver.json(plan)).n_tasks, before + 1);
  const file = { name: "x.csv", text: `number,text,body,deadline\n10,Gửi hồ sơ,${committee},trước ngày 01/7/2025\n11,Tổng kết,Sở Ngoại vụ,một ngày đẹp trời\n` };
  assert.equal((await giver.submit(read, read, { file })).status, 303);
  const rows = (await giver.json(read)).items;
  assert.equal(rows.length, 2);
  assert.equal(rows[0].note, null);
  assert.match(rows[1].note, /Sở Ngoại vụ|một ngày đẹp trời/);
  assert.equal(rows[1].rule_kind, "none", "what it cannot read it leaves blank");
});

test("open tasks follow the decree that merges their commune; closed ones stay where they were done", async () => {
  const executor = await house.signIn("thuc-hien");
  const before = await lead.json("/tasks?state=all&limit=200");
  assert.equal((await executor.postJson("/decrees/1318-2024/execute", { confirm: "1318-2024" })).status, 200);
  assert.equal((await executor.postJson("/decrees/1674-2025/execute", { confirm: "1674-2025" })).status, 200);
  assert.equal((await executor.postJson("/walk/clock", { today: "2025-07-01" })).status, 200);
  const item = before.items.find((i) => i.stage === "doing");
  const after = (await giver.json(`/tasks/${item.id}`));
  assert.notEqual(after.lead_name, item.body);
  assert.equal(after.to_decide, true, "the commune is divided, and no rule says where this belongs");
  assert.equal((await giver.submit(`/tasks/${item.id}`, `/tasks/${item.id}/transfer`, { body: after.lead_name, reason: "Thuộc địa bàn" })).status, 303);
  assert.equal((await giver.json(`/tasks/${item.id}`)).to_decide, false);
  none(contract.judge(await giver.send("GET", `/api/v1/tasks/${item.id}`), `/tasks/${item.id}`));
});

test("the pages can be used by everybody", async (t) => {
  const directive = plan.split("/").at(-1);
  const pages = ["/work", "/directives", plan, `${plan}/roadmap`, `${plan}/tasks/new`, `/tasks?directive=${directive}`, task, `${task}/change`,
                 `${task}/spread?kind=people_committee&tier=commune`, `${task}/parts/new`, "/tasks/bulk?move=assign", "/tasks?late=1&limit=8",
                 `${plan}/read`, `/proposals/${(await giver.json(`${plan}/read`)).items[0].id}`];
  const window = await windowOf(browser, giver);
  for (const address of pages)
    await t.test(address, async () => {
      await window.goto(house.url + address);
      const html = await window.content();
      none(untranslated(html), address);
      none(await markupFaults((await giver.page(address)).text), address);
      none(await faultsOnScreen(window, address.replace(/\W+/g, "-")), address);
    });
  await window.context().close();
});

stopAtTheEnd(house, { browser });
