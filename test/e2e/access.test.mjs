// SPDX-License-Identifier: Apache-2.0
// Who gets in, and who may do what: every route of the contract × every demo account.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Contract } from "./contract.mjs";
import { crawl } from "./crawl.mjs";
import { codeOf, formsOf, none, startHouse, stopAtTheEnd } from "./house.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const can = house.capabilities();
const people = new Map(); /* of the other places one has two accounts here: theirs are all alike */
for (const name of [...house.accounts.keys()].filter((n) => !/^(tw|hcm|bd)-/.test(n))) people.set(name, await house.signIn(name));
const samples = new Map(); /* path of a route → an address of it that somebody came to */

test("there are demo accounts for all kinds of work", () => {
  for (const name of ["soan-thao", "phe-duyet", "thuc-hien"]) assert.ok(house.accounts.has(name), name);
  const everything = new Set([...can.values()].flatMap((words) => [...words]));
  for (const word of ["decree.draft", "decree.approve", "decree.execute", "seal.write", "act.read"])
    assert.ok(everything.has(word), `nobody has ${word}`);
});

/** What is wrong with the addresses that people come to by links. */
async function follow(names) {
  const bad = new Set();
  for (const name of names) {
    const found = await crawl(people.get(name) ?? house.anybody(), contract, ["/", "/units/14503", "/convert", "/search?q=phu+luc"]);
    for (const { route, address, answer, from } of found) {
      const closed = answer.status === 403 && from.startsWith("/acts"); /* the log names what not all may open */
      const asks = answer.status === 303 && name === "anybody";
      if (answer.status === 200 && route) samples.set(route.path, samples.get(route.path) ?? address.split("?")[0]);
      else if (answer.status !== 200 && !closed && !asks) bad.add(`${name}: ${answer} (linked from ${from})`);
    }
  }
  return [...bad];
}

test("following links, nobody meets an error, a dead end or a closed door", async () => {
  none(await follow(["anybody", ...people.keys()]));
});

test("nor do they when a decree has been executed and its day has come", async () => {
  const executor = people.get("thuc-hien");
  const executed = await executor.postJson("/decrees/1318-2024/execute", { confirm: "1318-2024" });
  assert.equal(executed.status, 200, `${executed}`);
  assert.equal((await executor.postJson("/walk/clock", { today: "2025-01-01" })).status, 200);
  const registrar = await house.signIn(house.whoMay("law.write")[0]);
  const { fields } = await registrar.form("/law/factors", "/law/factors");
  const options = (await registrar.page("/law/factors")).text.match(/<select[^>]*name="factor".*?<\/select>/s)[0];
  const factor = options.match(/<option value="([^"]+)"/)[1];
  const sent = { ...fields, unit: "14503", factor, value_pct: "30", source: "Quyết định 1/QĐ" };
  let made = await registrar.postForm("/law/factors", sent);
  if (made.status === 422) made = await registrar.postForm("/law/factors", { ...sent, idempotency_key: "2", value_pct: "" });
  assert.equal(made.status, 303, `${made}`);
  const clerk = people.get("van-thu");
  const document = { number: "1/KH-UBND", type: "plan", issuer: "Ủy ban nhân dân tỉnh", summary: "Kế hoạch", issued_on: "2025-09-01" };
  const plan = (await clerk.postJson("/directives", document)).json().id;
  const task = await clerk.postJson(`/directives/${plan}/tasks`, { title: "Việc", body: "14503", rule_kind: "none" });
  assert.equal(task.status, 200, `${task}`);
  const read = await clerk.postJson(`/directives/${plan}/read`, { text: "1. Sở Nội vụ tổng kết trước ngày 31/12/2025." });
  assert.equal(read.status, 200, `${read}`);
  none(await follow(["anybody", "thuc-hien", "van-thu", house.whoMay("seal.write")[0], house.whoMay("grant.write")[0]]));
});

test("each page can be come to by links", () => {
  /* for programs, or linked only where a sign-in provider is set up (oidc.test.mjs) */
  const elsewhere = ["/units/{code}/lineage.svg", "/sign-in/code", "/calendar/{file}", "/sign-in/oidc", "/sign-in/oidc/back"];
  const pages = contract.routes.filter((r) => r.method === "GET" && !elsewhere.includes(r.path));
  none(pages.map((r) => r.path).filter((path) => !samples.has(path)));
});

test("each GET route opens to whom its capability says, as a page and as JSON, and to nobody else", async () => {
  const opened = new Map();
  for (const route of contract.routes.filter((r) => r.method === "GET")) {
    const address = samples.get(route.path) ?? route.path.replace(/\{\w+\}/g, "1");
    for (const [name, person] of [["anybody", house.anybody()], ...people]) {
      const may = Contract.may(route, can.get(name) ?? new Set(), name !== "anybody");
      const page = await person.get(address.replace("/acts/proof", "/acts/proof?from=1"));
      const json = await person.send("GET", `/api/v1${address.replace("/acts/proof", "/acts/proof?from=1")}`);
      const what = `${name} (${may ? "may" : "may not"} ${route.need})`;
      assert.ok(page.status < 500 && json.status < 500, `${what}: ${page} ${json}`);
      if (may) {
        assert.notEqual(json.status, 401, `${what}: ${json}`);
        assert.ok(json.status !== 403 || !json.text.includes(`(${route.need})`), `${what}: ${json}`);
        if (page.status === 200) opened.set(route.path, name);
      } else if (name === "anybody") {
        assert.equal(json.status, 401, `${what}: ${json}`);
        assert.equal(page.status, 303, `${what}: ${page}`);
        assert.match(page.headers.location, /^\/sign-in\?to=/);
      } else {
        assert.equal(json.status, 403, `${what}: ${json}`);
        assert.equal(page.status, 403, `${what}: ${page}`);
      }
    }
  }
  const shut = contract.routes.filter((r) => r.method === "GET" && !opened.has(r.path) && samples.has(r.path));
  none(shut.map((r) => r.path), "nobody could open these");
});

test("no POST route takes anything from whom its capability does not name", async () => {
  let refused = 0;
  for (const route of contract.routes.filter((r) => r.method === "POST" && r.need !== "-")) {
    const below = samples.get(route.path.replace(/\/[^/{}]+$/, "")) ?? "";
    const address = samples.get(route.path) ?? (below ? below + route.path.match(/\/[^/{}]+$/)[0] : route.path.replace(/\{\w+\}/g, "1"));
    for (const [name, person] of [["anybody", house.anybody()], ...people]) {
      if (Contract.may(route, can.get(name) ?? new Set(), name !== "anybody")) continue;
      const answer = await person.postJson(address, {});
      assert.equal(answer.status, name === "anybody" ? 401 : 403, `${name} (may not ${route.need}): ${answer}`);
      refused++;
    }
  }
  assert.ok(refused > 50, `${refused} refusals only`);
});

test("signing in comes back to the page that asked for it, signing out ends the session", async () => {
  const person = house.anybody();
  const asked = await person.get("/units?tier=district");
  assert.equal(asked.status, 303);
  const door = asked.headers.location;
  const answer = await person.submit(door, "/sign-in", { username: "soan-thao", password: house.accounts.get("soan-thao").password });
  assert.equal(answer.status, 303, `${answer}`);
  assert.equal(answer.headers.location, "/units?tier=district");
  const cookie = answer.headers["set-cookie"].find((c) => c.startsWith("haicap="));
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  assert.equal((await person.get("/units")).status, 200);
  const kept = new Map(person.jar);
  const out = formsOf((await person.page("/me")).text).find((f) => f.action === "/sign-out");
  assert.ok(out, "/me has a form to sign out");
  assert.equal((await person.postForm("/sign-out", out.fields)).status, 303);
  assert.ok(!person.jar.has("haicap"), "the cookie is taken back");
  person.jar = kept;
  assert.equal((await person.send("GET", "/api/v1/units")).status, 401, "the old session is dead");
});

test("with a second step a password alone opens nothing, and no code opens twice", async () => {
  const name = [...house.accounts.keys()].filter((n) => !["soan-thao", "phe-duyet", "thuc-hien"].includes(n)).at(-1);
  const password = house.accounts.get(name).password;
  const admin = await house.signIn(house.whoMay("setting.write")[0]);
  const owner = await house.signIn(name);
  assert.equal((await owner.submit("/me", "/me/second", { password: "not it" })).status, 422);
  const begun = await owner.submit("/me", "/me/second", { password });
  assert.equal(begun.status, 200, `${begun}`);
  assert.match(begun.text, /<svg class="qr"/);
  const secret = begun.text.match(/<b class="code">([A-Z2-7 ]{39})<\/b>/)[1].replaceAll(" ", "");
  const now = Math.floor(Date.now() / 30000);
  const wrong = await owner.submit("/me", "/me/second/confirm", { code: "000000" });
  assert.equal(wrong.status, 422, `${wrong}`);
  const confirmed = await owner.submit("/me", "/me/second/confirm", { code: codeOf(secret, now - 1) });
  assert.equal(confirmed.status, 200, `${confirmed}`);
  const recovery = [...confirmed.text.matchAll(/<li class="code">([^<]+)</g)].map((m) => m[1]);
  assert.equal(recovery.length, 8);
  assert.doesNotMatch((await owner.page("/me")).text, new RegExp(secret.slice(0, 4)));
  assert.deepEqual(house.rows("SELECT count(*) FROM second_step WHERE secret LIKE 'v1:%'"), [["1"]], "closed at rest");

  const knock = async (code) => {
    const person = house.anybody();
    const first = await person.submit("/sign-in", "/sign-in", { username: name, password });
    assert.equal(first.status, 303, `${first}`);
    assert.match(first.headers.location, /^\/sign-in\/code\?ticket=/);
    assert.ok(!person.jar.has("haicap"), "no session yet");
    const second = await person.submit(first.headers.location, "/sign-in/code", { code });
    if (second.status === 303) assert.equal((await person.get("/me")).status, 200);
    else assert.ok(!person.jar.has("haicap"), "no session");
    return second.status;
  };
  assert.equal(await knock(codeOf(secret, now - 1)), 401, "the code that confirmed is used up");
  assert.equal(await knock(codeOf(secret, now)), 303);
  assert.equal(await knock(codeOf(secret, now)), 401, "nor does the same code open again");
  assert.equal(await knock(recovery[0]), 303);
  assert.equal(await knock(recovery[0]), 401);

  const [id] = house.rows(`SELECT id FROM person WHERE username = '${name}'`)[0];
  const reset = await admin.submit(`/people/${id}`, `/people/${id}/reset-second`, {});
  assert.equal(reset.status, 303, `${reset}`);
  const [role] = house.rows(`SELECT role FROM grant_role WHERE person_id = ${id} ORDER BY id`)[0];
  const asked = await admin.submit("/roles", "/roles/second", { role, needs_second: "1" });
  assert.equal(asked.status, 303, `${asked}`);
  const again = await house.signIn(name);
  assert.equal((await again.get("/units")).status, 403, "the second step comes first");
  assert.match((await again.page("/me")).text, /\/me\/second/);
  assert.equal((await admin.submit("/roles", "/roles/second", { role, needs_second: "" })).status, 303);
});

test("signing in never sends anybody to another site", async () => {
  for (const to of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]) {
    const person = house.anybody();
    const { fields } = await person.form(`/sign-in?to=${encodeURIComponent(to)}`, "/sign-in");
    const answer = await person.postForm("/sign-in", { to, ...fields, username: "soan-thao", password: house.accounts.get("soan-thao").password });
    assert.equal(answer.status, 303, `${answer}`);
    assert.match(answer.headers.location, /^\/(?![/\\])/, to);
  }
});

test("a wrong password is refused in words that tell nothing, and five lock the account", async () => {
  const victim = [...house.accounts.keys()].find((name) => !["soan-thao", "phe-duyet", "thuc-hien"].includes(name));
  const right = house.accounts.get(victim).password;
  const person = house.anybody();
  const words = (answer) => answer.text.match(/<div class="ds-error-summary".*?<\/div>/s)?.[0].replace(/<[^>]*>/g, " ");
  const unknown = await person.submit("/sign-in", "/sign-in", { username: "khong-co-ai", password: "sai mật khẩu" });
  assert.equal(unknown.status, 401);
  for (let i = 0; i < 5; i++) {
    const answer = await person.submit("/sign-in", "/sign-in", { username: victim, password: `sai mật khẩu ${i}` });
    assert.equal(answer.status, 401);
    assert.equal(words(answer), words(unknown), "the same words as for a name that nobody has");
    assert.match(answer.text, new RegExp(`name="username"[^>]*value="${victim}"`), "the name stays as typed");
    assert.doesNotMatch(answer.text, /sai mật khẩu \d/, "the password never comes back");
  }
  const locked = await person.submit("/sign-in", "/sign-in", { username: victim, password: right });
  assert.equal(locked.status, 401, "locked, even with the right password");
  assert.equal(words(locked), words(unknown));
  assert.ok(!person.jar.has("haicap"));
});

test("a form without its token, or with another's, is refused", async () => {
  const drafter = people.get("soan-thao");
  const { fields } = await drafter.form("/me", "/me/language").catch(() => drafter.form("/me", "/sign-out"));
  const action = (await drafter.page("/me")).text.includes('action="/me/language"') ? "/me/language" : "/sign-out";
  for (const csrf of [undefined, "", "0".repeat(fields.csrf.length), (await people.get("phe-duyet").form("/me", "/sign-out")).fields.csrf]) {
    const sent = { ...fields, csrf };
    if (csrf === undefined) delete sent.csrf;
    const answer = await drafter.postForm(action, sent);
    assert.equal(answer.status, 403, `token ${csrf}: ${answer}`);
  }
  assert.equal((await drafter.get("/me")).status, 200, "still signed in");
});

test("a form sent from another site is refused, with the right token too", async () => {
  const drafter = people.get("soan-thao");
  const { fields } = await drafter.form("/me", "/sign-out");
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://evil.example" }, { origin: "null" }]) {
    const answer = await drafter.postForm("/sign-out", fields, headers);
    assert.equal(answer.status, 403, `${JSON.stringify(headers)}: ${answer}`);
    const json = await drafter.postJson("/sign-out", {}, headers);
    assert.equal(json.status, 403, `JSON, ${JSON.stringify(headers)}: ${json}`);
  }
  const text = await house.anybody().send("POST", "/sign-in", { headers: { "content-type": "text/plain", accept: "text/html" }, body: "{}" });
  assert.equal(text.status, 415, `a body that no form and no program sends: ${text}`);
  assert.equal((await drafter.get("/me")).status, 200, "still signed in");
});

stopAtTheEnd(house);
