// SPDX-License-Identifier: Apache-2.0
// house.mjs: a demo installation of its own for one file of tests, and people who use it by HTTP.
//
//   const house = await startHouse();
//   const clerk = await house.signIn("van-thu");
//   const list = await clerk.json("/units");
//   stopAtTheEnd(house);
//
// HAICAP_ENGINE: sqlite (default) or postgres · HAICAP_TEST_PG: URL of a throw-away server ·
// HAICAP_BIN: the binary (default build/haicap) · HAICAP_DEMO: where the accounts and the key are of
// the demo in that server's database haicap_demo, to be copied in a moment (else it is made anew: 6 s).
import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import crypto from "node:crypto";
import * as fs from "node:fs";
import http from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const engine = process.env.HAICAP_ENGINE ?? "sqlite";
export const binary = path.resolve(process.env.HAICAP_BIN ?? path.join(root, "build/haicap"));
/** What everybody signed in may do without a role. */
const openToAll = ["unit.read", "org.read", "law.read", "decree.read"];
const START_MS = 30000;
const STOP_MS = 15000;

/** "postgresql:///postgres?host=/x" with another database in it. */
function withDatabase(url, name) {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${name}`);
}

function psql(url, sql) {
  const got = spawnSync("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-F", "\t", url, "-c", sql], {
    encoding: "utf8",
  });
  assert.equal(got.status, 0, `psql: ${got.error?.message ?? got.stderr}`);
  return got.stdout;
}

function sqlite(file, sql) {
  const program =
    "import sqlite3,sys\n" +
    "for r in sqlite3.connect('file:'+sys.argv[1]+'?mode=ro',uri=True).execute(sys.argv[2]):\n" +
    " print('\\t'.join('' if v is None else str(v) for v in r))";
  const got = spawnSync("python3", ["-c", program, file, sql], { encoding: "utf8" });
  assert.equal(got.status, 0, got.stderr);
  return got.stdout;
}

function newDatabase(folder) {
  if (engine === "sqlite") return { url: path.join(folder, "demo.db"), drop() {} };
  assert.equal(engine, "postgres", "HAICAP_ENGINE is sqlite or postgres");
  const server = process.env.HAICAP_TEST_PG;
  assert.ok(server, "HAICAP_TEST_PG must name a throw-away PostgreSQL server");
  const name = `haicap_e2e_${process.pid}`;
  const demo = process.env.HAICAP_DEMO;
  psql(server, `CREATE DATABASE ${name} ${demo ? "TEMPLATE haicap_demo" : ""}`);
  if (demo) for (const end of ["", ".head"]) fs.copyFileSync(`${demo}.key${end}`, path.join(folder, `log.key${end}`));
  return {
    accounts: demo && fs.readFileSync(`${demo}.accounts`, "utf8"),
    url: withDatabase(server, name),
    drop: () => psql(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
export const unescape = (s) => s.replace(/&(#?\w+);/g, (all, name) => entities[name] ?? all);

function attributes(tag) {
  const out = {};
  for (const [, name, value] of tag.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)) out[name] = unescape(value ?? "");
  return out;
}

/** The forms of a page: [{method, action, enctype, fields: {name: value}, submit}]. */
export function formsOf(html) {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head, body]) => {
    const { method = "get", action = "", enctype } = attributes(head);
    const fields = {};
    for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
      const { type = "text", name, value = "", checked } = attributes(tag);
      if (name && (type !== "checkbox" || checked !== undefined)) fields[name] = value;
    }
    for (const [, tag, text] of body.matchAll(/<textarea\b([^>]*)>\n?(.*?)<\/textarea>/gs))
      fields[attributes(tag).name] = unescape(text);
    for (const [, tag, text] of body.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
      const options = [...text.matchAll(/<option\b([^>]*)>/g)].map((m) => attributes(m[1]));
      fields[attributes(tag).name] = (options.find((o) => "selected" in o) ?? options[0])?.value ?? "";
    }
    const submit = unescape(body.match(/<button\b[^>]*>(.*?)<\/button>/s)?.[1] ?? "");
    return { method, action, enctype, fields, submit };
  });
}

/** Somebody with a cookie jar. Headers are sent as given: no browser adds or withholds any. */
export class Person {
  constructor(house, name) {
    this.house = house;
    this.name = name;
    this.jar = new Map();
  }

  send(method, target, { headers = {}, body } = {}) {
    const cookie = [...this.jar].map(([k, v]) => `${k}=${v}`).join("; ");
    return new Promise((resolve, reject) => {
      const request = http.request(
        { ...this.house.address, agent: this.house.agent, method, path: target,
          headers: { ...(cookie && { cookie }), ...(body !== undefined && { "content-length": Buffer.byteLength(body) }), ...headers } },
        (response) => {
          const parts = [];
          response.on("data", (part) => parts.push(part));
          response.on("error", reject);
          response.on("end", () => {
            for (const line of response.headers["set-cookie"] ?? []) this.#keep(line);
            resolve(new Answer(method, target, response, Buffer.concat(parts)));
          });
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }

  #keep(line) {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
    if (/max-age=0/i.test(line)) this.jar.delete(name);
    else this.jar.set(name, value);
  }

  /** As a browser asks for a page. */
  get(target, headers = {}) {
    return this.send("GET", target, { headers: { accept: "text/html", ...headers } });
  }

  /** A page that must be there. */
  async page(target) {
    let answer = await this.get(target);
    for (let i = 0; i < 3 && answer.status === 303; i++) answer = await this.get(answer.headers.location);
    assert.equal(answer.status, 200, `${this.name}: ${answer}`);
    return answer;
  }

  /** The same by the API; a JSON answer that must be 200. */
  async json(target) {
    const answer = await this.send("GET", `/api/v1${target}`);
    assert.equal(answer.status, 200, `${this.name}: ${answer}`);
    return answer.json();
  }

  postJson(target, body, headers = {}) {
    return this.send("POST", `/api/v1${target}`, {
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  }

  postForm(target, fields, headers = {}) {
    return this.send("POST", target, {
      headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  postParts(target, fields, headers = {}) {
    const mark = "----haicap-e2e";
    const body = Object.entries(fields).flatMap(([name, v]) => {
      const file = typeof v === "object";
      const disposition = `form-data; name="${name}"${file ? `; filename="${v.name}"` : ""}`;
      return [`--${mark}\r\nContent-Disposition: ${disposition}\r\n\r\n`, file ? v.text : v, "\r\n"];
    });
    return this.send("POST", target, {
      headers: { accept: "text/html", "content-type": `multipart/form-data; boundary=${mark}`, ...headers },
      body: Buffer.concat([...body, `--${mark}--\r\n`].map((part) => Buffer.from(part))),
    });
  }

  /** The form of a page that posts to `action`, as it stands there. */
  async form(target, action) {
    const html = (await this.page(target)).text;
    const found = formsOf(html).find((f) => f.method === "post" && f.action === action);
    assert.ok(found, `${this.name}: no form for ${action} on ${target}: ${formsOf(html).map((f) => f.action)}`);
    return found;
  }

  /** Fills in that form and sends it as a browser would. */
  async submit(target, action, values = {}, headers = {}) {
    const { fields, enctype } = await this.form(target, action);
    const all = { ...fields, ...values };
    return enctype ? this.postParts(action, all, headers) : this.postForm(action, all, headers);
  }
}

class Answer {
  constructor(method, target, response, bytes) {
    Object.assign(this, { method, target, bytes, status: response.statusCode, headers: response.headers });
  }
  get text() {
    return this.bytes.toString("utf8");
  }
  get type() {
    return (this.headers["content-type"] ?? "").split(";")[0];
  }
  json() {
    return JSON.parse(this.text);
  }
  /** For messages of failed tests. */
  toString() {
    const faults = this.text.match(/<div class="ds-error-summary".*?<\/div>/s)?.[0] ?? this.text;
    const words = faults.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim().slice(0, 300);
    return `${this.method} ${this.target}: ${this.status} ${this.headers.location ?? ""} ${words}`;
  }
}

/** The code that an app shows for a secret in base32 (RFC 6238). */
export function codeOf(secret, step) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const h = crypto.createHmac("sha1", key).update(counter).digest();
  return String((h.readUInt32BE(h[19] & 15) & 0x7fffffff) % 1e6).padStart(6, "0");
}

/** There must be nothing in the list; a failed test prints all of it. */
export function none(faults, where = "") {
  if (faults.length) assert.fail([where, ...faults].join("\n    "));
}
/** The text must fit; a failed test does not print a whole page. */
export function has(text, pattern, what = "") {
  if (!pattern.test(text)) assert.fail(`${what} does not have ${pattern}: ${text.slice(0, 300)}`);
}

class House {
  agent = new http.Agent({ keepAlive: true });
  log = "";

  /** A command of the terminal on this database. */
  async haicap(...args) {
    const { stdout } = await run(binary, args, { env: this.env, maxBuffer: 64 << 20 });
    return stdout;
  }

  /** The file that signs heads of the log. */
  get key() {
    return engine === "sqlite" ? `${this.database.url}.key` : this.env.HAICAP_KEY;
  }

  /** Rows of a query, as lists of text: what tests know without asking the program. */
  rows(sql) {
    const text = engine === "sqlite" ? sqlite(this.database.url, sql) : psql(this.database.url, sql);
    return text.split("\n").filter(Boolean).map((line) => line.split("\t"));
  }

  /** From the tables, not from the program: account → capabilities, wherever they hold. */
  capabilities() {
    const all = new Map([...this.accounts.keys()].map((name) => [name, new Set(openToAll)]));
    const rows = this.rows(
      "SELECT p.username, r.capabilities FROM grant_role g JOIN person p ON p.id = g.person_id JOIN role r ON r.name = g.role",
    );
    for (const [name, words = ""] of rows) for (const word of words.split(" ").filter(Boolean)) all.get(name)?.add(word);
    return all;
  }

  /** Demo accounts that may do this. */
  whoMay(capability) {
    return [...this.capabilities()].filter(([, can]) => can.has(capability)).map(([name]) => name);
  }

  anybody() {
    return new Person(this, "anybody");
  }

  async signIn(name) {
    const password = this.accounts.get(name)?.password;
    assert.ok(password, `no demo account ${name}: there are ${[...this.accounts.keys()]}`);
    const person = new Person(this, name);
    const answer = await person.submit("/sign-in", "/sign-in", { username: name, password });
    assert.equal(answer.status, 303, `${answer}`);
    assert.ok(person.jar.has("haicap"), "signing in gives a session cookie");
    return person;
  }

  async start(port = 0) {
    this.server = spawn(binary, ["serve", "--db", this.database.url, "--listen", `127.0.0.1:${port}`], {
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.server.stderr.on("data", (part) => (this.log += part));
    this.ended = new Promise((resolve) => this.server.on("exit", (code, signal) => resolve(signal ?? code)));
    const url = await new Promise((resolve, reject) => {
      let said = "";
      const late = setTimeout(() => reject(new Error(`no address within ${START_MS} ms: ${this.log}`)), START_MS);
      this.server.stdout.on("data", (part) => {
        said += part;
        const found = said.match(/^http:\/\/\S+$/m);
        if (found) resolve(found[0]);
        if (found) clearTimeout(late);
      });
      this.ended.then((how) => reject(new Error(`serve ended (${how}): ${this.log}`)));
    });
    this.url = url;
    const { hostname, port: at } = new URL(url);
    this.address = { hostname, port: at };
  }

  /** Asks it to stop; gives its exit status, or the signal that ended it. */
  async stop() {
    this.agent.destroy();
    if (!this.server || this.server.exitCode !== null) return this.ended;
    this.server.kill("SIGTERM");
    const late = setTimeout(() => this.server.kill("SIGKILL"), STOP_MS);
    const how = await this.ended;
    clearTimeout(late);
    return how;
  }

  remove() {
    if (this.server?.exitCode === null) this.server.kill("SIGKILL");
    this.database.drop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** port and env: of the server, for a test that must know its address before. */
export async function startHouse({ port, env } = {}) {
  assert.ok(fs.existsSync(binary), `${binary} is missing: build first, or set HAICAP_BIN`);
  const house = new House();
  house.folder = fs.mkdtempSync(path.join(os.tmpdir(), "haicap-e2e-"));
  house.database = newDatabase(house.folder);
  house.env = { ...process.env, HAICAP_KEY: path.join(house.folder, "log.key"), LANG: "C.UTF-8", ...env };
  process.once("exit", () => house.remove());
  const said = house.database.accounts ?? (await house.haicap("init", "--db", house.database.url, "--demo", "ninh-binh"));
  house.accounts = new Map();
  for (const line of said.trim().split("\n")) {
    const [name, password, what] = line.split("\t");
    house.accounts.set(name, { password, what });
  }
  await house.start(port);
  return house;
}

/** The last test of a file. */
export function stopAtTheEnd(house, { browser } = {}) {
  test("told to stop, the server ends with status 0 and has complained of nothing", async () => {
    await browser?.close();
    assert.equal(await house.stop(), 0, house.log);
    assert.deepEqual(house.log.split("\n").filter(Boolean), []);
  });
}
