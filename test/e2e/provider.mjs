// SPDX-License-Identifier: Apache-2.0
// provider.mjs: a real provider of OpenID Connect, Debian's glewlwyd, for one file of tests: its own
// process on this machine's loopback, its own SQLite file, one client and one person.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import * as crypto from "node:crypto";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { gunzipSync } from "node:zlib";

export const client = { id: "haicap", secret: "bi-mat-cua-haicap-2024" };
const admin = { username: "admin", password: "password" }; /* the package's own first account */
const START_MS = 15000;

/** The cookies of an answer, as they are sent back; Debian's Node joins them in one header. */
export const cookiesOf = ({ headers }) =>
  (headers.getSetCookie?.() ?? headers.get("set-cookie").split(/,(?=[^;,]+=)/)).map((c) => c.split(";")[0].trim()).join("; ");

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

class Provider {
  async call(method, target, body) {
    const answer = await fetch(`${this.url}/api${target}`, {
      method,
      headers: { "content-type": "application/json", cookie: this.cookie ?? "" },
      body: body && JSON.stringify(body),
    });
    assert.equal(answer.status, 200, `${method} ${target}: ${answer.status} ${await answer.clone().text()}`);
    return answer;
  }

  stop() {
    if (this.process?.exitCode === null) this.process.kill("SIGKILL");
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** A key of its own, or a new one in its place. */
  async setKey({ rotated = false } = {}) {
    const { privateKey, publicKey } = crypto.generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const plugin = {
      module: "oidc", name: "oidc", display_name: "OIDC",
      parameters: {
        iss: this.issuer, "jwt-type": "rsa", "jwt-key-size": "256", key: privateKey, cert: publicKey,
        "access-token-duration": 600, "refresh-token-duration": 1200, "code-duration": 60, "refresh-token-rolling": false,
        "allow-non-oidc": false, "auth-type-code-enabled": true, "auth-type-token-enabled": false,
        "auth-type-id-token-enabled": true, "auth-type-none-enabled": false, "auth-type-password-enabled": false,
        "auth-type-client-enabled": false, "auth-type-device-enabled": false, "auth-type-refresh-enabled": false,
        "subject-type": "public", "pkce-allowed": true, "pkce-method-plain-allowed": false, "pkce-required": true,
        "email-claim": "mandatory", "oauth-as-iss-id": true,
      },
    };
    if (!rotated) return this.call("POST", "/mod/plugin/", plugin);
    await this.call("PUT", "/mod/plugin/oidc", plugin);
    return this.call("PUT", "/mod/plugin/oidc/reset/");
  }
}

/** home: where the house is found, whose return address the client has. */
export async function startProvider(home, person) {
  const provider = new Provider();
  const port = await freePort();
  provider.url = `http://localhost:${port}`;
  provider.issuer = `${provider.url}/api/oidc`;
  provider.folder = fs.mkdtempSync(path.join(os.tmpdir(), "haicap-oidc-"));
  process.once("exit", () => provider.stop());
  const database = path.join(provider.folder, "provider.db");
  const schema = gunzipSync(fs.readFileSync("/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz"));
  const made = spawnSync("python3", ["-c", "import sqlite3,sys; sqlite3.connect(sys.argv[1]).executescript(sys.stdin.read())", database], { input: schema });
  assert.equal(made.status, 0, `${made.stderr}`);
  const config = gunzipSync(fs.readFileSync("/usr/share/doc/glewlwyd/glewlwyd.conf.sample.gz")).toString()
    .replace(/^port=.*/m, `port=${port}\nbind_address="127.0.0.1"`)
    .replace(/^external_url=.*/m, `external_url="${provider.url}"`)
    .replace(/^cookie_secure=.*/m, "cookie_secure=0")
    .replace(/^log_level=.*/m, 'log_level="ERROR"')
    .replace(/path = "\/var\/cache\/glewlwyd\/glewlwyd.db"/, `path = "${database}"`);
  const file = path.join(provider.folder, "provider.conf");
  fs.writeFileSync(file, config);
  provider.process = spawn("glewlwyd", ["--config-file", file], { stdio: ["ignore", "pipe", "pipe"] });
  provider.log = "";
  for (const stream of [provider.process.stdout, provider.process.stderr])
    stream.on("data", (part) => (provider.log += part));
  for (const began = Date.now(); ; ) {
    const answer = await fetch(`${provider.url}/config`).catch(() => undefined);
    if (answer?.ok) break;
    assert.ok(Date.now() - began < START_MS, `glewlwyd does not start: ${provider.log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const signedIn = await provider.call("POST", "/auth/", admin);
  provider.cookie = cookiesOf(signedIn);
  await provider.setKey();
  await provider.call("POST", "/scope/", { name: "email", display_name: "email", password_required: false, scheme: {} });
  await provider.call("POST", "/client/", {
    client_id: client.id, name: "haicap", password: client.secret, confidential: true, enabled: true,
    redirect_uri: [`${home}/sign-in/oidc/back`], authorization_type: ["code"], token_endpoint_auth_method: ["client_secret_basic"],
  });
  await provider.call("POST", "/user/", { ...person, enabled: true, scope: ["openid", "email", "g_profile"] });
  return provider;
}
