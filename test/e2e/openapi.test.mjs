// SPDX-License-Identifier: Apache-2.0
// The contract of the API, and problems as programs read them (RFC 9457).
import assert from "node:assert/strict";
import { test } from "node:test";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Contract } from "./contract.mjs";
import { crawl } from "./crawl.mjs";
import { none, startHouse, stopAtTheEnd } from "./house.mjs";

const house = await startHouse();
const contract = await Contract.read(house.anybody());
const people = new Map();
for (const name of ["soan-thao", "thuc-hien", "can-bo", ...house.whoMay("grant.write")]) people.set(name, await house.signIn(name));

test("a foreign linter finds no error in the contract", async () => {
  const config = await createConfig({ extends: ["recommended"], rules: { "info-license-url": "off", "no-server-example.com": "off" } });
  const found = await lintFromString({ source: JSON.stringify(contract.document), absoluteRef: "openapi.json", config });
  const errors = found.filter((p) => p.severity === "error");
  assert.deepEqual(errors.slice(0, 20).map((p) => `${p.ruleId}: ${p.message} ${p.location[0]?.pointer ?? ""}`), []);
});

test("each operation has a name of its own, a summary, a capability and tags that are described", () => {
  const ids = contract.routes.map((r) => r.operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length > 40, `${ids.length} operations`);
  const tags = new Set(contract.document.tags.map((t) => t.name));
  for (const { path, operation } of contract.routes) {
    assert.ok(operation.summary, path);
    assert.match(operation["x-capability"], /^(-|person|\w+\.\w+)$/, path);
    for (const tag of operation.tags) assert.ok(tags.has(tag), `${path}: ${tag}`);
  }
});

test("what the API answers to GET is what the contract says, for every route", async () => {
  const judged = new Set();
  const bad = [];
  for (const person of people.values())
    for (const { route, address, paper, answer: page } of await crawl(person, contract)) {
      if (!route || paper || page.status !== 200) continue;
      const answer = await person.send("GET", `/api/v1${address}`);
      if (answer.status !== 200) bad.push(`${person.name}: ${answer}`);
      else if (answer.type !== "application/json") assert.equal(answer.type, page.type); /* a picture */
      else bad.push(...contract.judge(answer, address));
      judged.add(route.path);
    }
  none(bad);
  assert.ok(judged.size > 20, `${judged.size} routes only`);
});

test("a problem says its type, title, status, detail, and which field is wrong", async () => {
  const anybody = house.anybody();
  const drafter = people.get("soan-thao");
  const problems = [
    [404, "not-found", await drafter.send("GET", "/api/v1/no/such/address")],
    [404, "not-found", await drafter.send("GET", "/api/v1/units/99999")],
    [401, "unauthenticated", await anybody.send("GET", "/api/v1/units")],
    [422, "invalid", await drafter.send("GET", "/api/v1/units?on=yesterday")],
    [400, "malformed", await anybody.send("POST", "/api/v1/sign-in", { headers: { "content-type": "application/json" }, body: "{" })],
    [405, "method", await drafter.send("DELETE", "/api/v1/units")],
  ];
  for (const [status, slug, answer] of problems) {
    assert.equal(answer.status, status, `${answer}`);
    assert.equal(answer.type, "application/problem+json", `${answer}`);
    const problem = answer.json();
    assert.equal(problem.type, `/problems/${slug}`);
    assert.equal(problem.status, status);
    assert.ok(problem.title && problem.detail, answer.text);
    assert.ok(Array.isArray(problem.errors), answer.text);
    const judge = contract.ajv.getSchema("contract#/components/schemas/Problem");
    assert.ok(judge(problem), JSON.stringify(judge.errors));
  }
  assert.equal(problems[3][2].json().errors[0].field, "on");
  assert.match(problems[4][2].json().detail, /1.*1/, "line and column");
  assert.match(problems[5][2].headers.allow ?? "", /GET/);
});

test("a program chooses the language of a problem by Accept-Language", async () => {
  const anybody = house.anybody();
  const words = async (lang) => (await anybody.send("GET", "/api/v1/units", { headers: { "accept-language": lang } })).json().title;
  assert.equal(await words("en"), "Sign in first");
  assert.notEqual(await words("vi"), "Sign in first");
});

test("an unknown key in JSON is a fault, so that no typing error is lost", async () => {
  const answer = await house.anybody().postJson("/sign-in", { username: "soan-thao", pasword: "x" });
  assert.equal(answer.status, 422, `${answer}`);
  const fields = answer.json().errors.map((e) => e.field);
  assert.ok(fields.includes("pasword"), answer.text);
});

stopAtTheEnd(house);
