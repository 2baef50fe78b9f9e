// SPDX-License-Identifier: Apache-2.0
// In through a real provider of OpenID Connect, in a real browser: not before the account is linked, not
// by what was used once, and with a second step where one is set up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, has, none, startHouse } from "./house.mjs";
import { faultsOnScreen, markupFaults, openBrowser, untranslated, windowOf } from "./look.mjs";
import { client, cookiesOf, freePort, startProvider } from "./provider.mjs";

const port = await freePort();
const home = `http://127.0.0.1:${port}`;
const her = { username: "an.nguyen", name: "Nguyễn An", email: "an.nguyen@ninhbinh.example", password: "mat khau o ben kia 1" };
const provider = await startProvider(home, her);
const house = await startHouse({
  port,
  env: {
    HAICAP_OIDC_ISSUER: provider.issuer, HAICAP_OIDC_CLIENT: client.id, HAICAP_OIDC_SECRET: client.secret,
    HAICAP_OIDC_URL: home, HAICAP_OIDC_NAME: "Đăng nhập tập trung",
  },
});
const browser = await openBrowser();
const account = "chuyen-vien";
const admin = await house.signIn("to-chuc");
const [id] = house.rows(`SELECT id FROM person WHERE username = '${account}'`)[0];

/** She signs in at the provider, as its own page does, and lets it tell this house; gives its cookie. */
async function signInThere() {
  const there = async (method, path, body, cookie = "") => {
    const answer = await fetch(`${provider.url}/api${path}`, {
      method, headers: { "content-type": "application/json", cookie }, body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, `${path}: ${await answer.text()}`);
    return answer;
  };
  const answer = await there("POST", "/auth/", { username: her.username, password: her.password });
  const cookie = cookiesOf(answer);
  await there("PUT", `/auth/grant/${client.id}`, { scope: "openid email" }, cookie);
  return cookie;
}

/** A browser in which she is signed in there, and `person` here. */
async function newWindow(person = house.anybody()) {
  const window = await windowOf(browser, person);
  const [name, value] = (await signInThere()).split("=");
  await window.context().addCookies([{ name, value, url: provider.url }]);
  return window;
}

/** Its page asks "go on as …?", and this is what its button does. */
const goOn = (url) => `${new URL(url).searchParams.get("callback_url")}&g_continue`;
async function throughProvider(window) {
  await window.waitForURL(`${provider.url}/login.html?**`);
  await window.goto(goOn(window.url()));
  window.trouble.splice(0); /* of its page, not of ours */
}

/** The address to which the provider sends somebody back who was sent there. */
async function sentBack(person) {
  const there = (await person.get("/sign-in/oidc?to=/")).headers.location;
  assert.ok(there.startsWith(provider.issuer), there);
  const options = { redirect: "manual", headers: { cookie: await signInThere() } };
  const asked = await fetch(there, options);
  const answer = await fetch(goOn(asked.headers.get("location")), options);
  const back = new URL(answer.headers.get("location"));
  assert.equal(back.origin, home, `${back}`);
  return back;
}

test("the provider's button stands on the page of sign-in; whoever nobody knows is told so", async () => {
  const window = await newWindow();
  await window.goto(`${home}/sign-in?to=/tasks`);
  none(await markupFaults((await house.anybody().page("/sign-in")).text));
  none(await faultsOnScreen(window, "sign-in-oidc"));
  await window.getByText("Đăng nhập qua Đăng nhập tập trung").click();
  await throughProvider(window);
  await window.waitForURL("**/sign-in/oidc/back**");
  has(await window.content(), /Chưa có tài khoản nào ở đây liên kết/);
  await window.goto(`${home}/me`);
  assert.match(window.url(), /\/sign-in/, "no session");
  await window.context().close();
});

test("a person links their own account with the password, and then comes in without it", async () => {
  const owner = await house.signIn(account);
  const window = await newWindow(owner);
  await window.goto(`${home}/me`);
  const form = window.locator("form[action='/me/oidc']");
  await form.locator("input[type=password]").fill("not it");
  await form.locator("button").click();
  await window.getByText("Mật khẩu hiện tại không đúng").first().waitFor();
  await window.locator("form[action='/me/oidc'] input[type=password]").fill(house.accounts.get(account).password);
  await window.locator("form[action='/me/oidc'] button").click();
  none(untranslated(await window.content()));
  await window.getByText("Tiếp tục sang").last().click();
  await throughProvider(window);
  await window.waitForURL(`${home}/me`);
  none(await markupFaults((await owner.page("/me")).text));
  none(await faultsOnScreen(window, "me-oidc"));
  assert.deepEqual(house.rows(`SELECT count(*) FROM oidc_link WHERE person_id = ${id} AND ended_at IS NULL`), [["1"]]);
  await window.context().close();

  const other = await newWindow();
  await other.goto(`${home}/sign-in?to=/tasks`);
  await other.getByText("Đăng nhập qua Đăng nhập tập trung").click();
  await throughProvider(other);
  await other.waitForURL(`${home}/tasks`);
  await other.context().close();
  has((await admin.page(`/people/${id}`)).text, /Đăng nhập qua nhà cung cấp/, "the log says how");
});

test("what came back once, or to another browser, or says another state, opens nothing", async () => {
  const traveller = house.anybody();
  const back = await sentBack(traveller);
  const cookie = traveller.jar.get("oidc");
  const target = back.pathname + back.search;
  const refused = async (at, jar) => {
    const person = house.anybody();
    if (jar) person.jar.set("oidc", jar);
    const answer = await person.get(at);
    assert.equal(answer.status, 422, `${answer}`);
    assert.ok(!person.jar.has("haicap"));
    return answer.text;
  };
  has(await refused(target), /trình duyệt khác/);
  has(await refused(target, "0".repeat(64)), /trình duyệt khác/);
  has(await refused(target.replace(/state=[^&]+/, "state=x"), cookie), /trình duyệt khác/);
  has(await refused(`/sign-in/oidc/back?state=${back.searchParams.get("state")}&error=access_denied`, cookie), /access_denied/);
  has(await refused(target.replace(/code=[^&]+/, "code=x"), cookie), /không trả lời đúng/);
  has(await refused(`${target}&iss=https%3A%2F%2Fevil.example`, cookie), /nhà cung cấp khác/);
  const person = house.anybody();
  person.jar.set("oidc", cookie);
  const good = await person.get(target);
  assert.equal(good.status, 303, `${good}`);
  assert.ok(person.jar.has("haicap"));
  has(await refused(target, cookie), /đã dùng/);
});

test("the provider may change its keys", async () => {
  await provider.setKey({ rotated: true });
  const window = await newWindow();
  await window.goto(`${home}/sign-in/oidc?to=/tasks`);
  await throughProvider(window);
  await window.waitForURL(`${home}/tasks`);
  await window.context().close();
});

test("with a second step here the provider's word alone is not enough", async () => {
  const owner = await house.signIn(account);
  const begun = await owner.submit("/me", "/me/second", { password: house.accounts.get(account).password });
  const secret = begun.text.match(/<b class="code">([A-Z2-7 ]{39})<\/b>/)[1].replaceAll(" ", "");
  const code = codeOf(secret, Math.floor(Date.now() / 30000) - 1);
  assert.equal((await owner.submit("/me", "/me/second/confirm", { code })).status, 200);
  const window = await newWindow();
  await window.goto(`${home}/sign-in/oidc?to=/tasks`);
  await throughProvider(window);
  await window.waitForURL("**/sign-in/code?**");
  assert.ok(!(await window.context().cookies(home)).some((c) => c.name === "haicap"), "no session yet");
  await window.locator("input[name=code]").fill(codeOf(secret, Math.floor(Date.now() / 30000)));
  await window.locator("form[action='/sign-in/code'] button").click();
  await window.waitForURL(`${home}/tasks`);
  await window.context().close();

  await house.stop();
  house.env.HAICAP_OIDC_MFA = "otp session"; /* "session" is what glewlwyd says in amr */
  await house.start(port);
  const trusting = await newWindow();
  await trusting.goto(`${home}/sign-in/oidc?to=/tasks`);
  await throughProvider(trusting);
  await trusting.waitForURL(`${home}/tasks`);
  await trusting.context().close();
  const reset = await (await house.signIn(house.whoMay("setting.write")[0])).submit(`/people/${id}`, `/people/${id}/reset-second`, {});
  assert.equal(reset.status, 303, `${reset}`);
});

test("a link that was taken away opens nothing any more", async () => {
  const [link] = house.rows(`SELECT id FROM oidc_link WHERE person_id = ${id} AND ended_at IS NULL`)[0];
  const stranger = await house.signIn("can-bo");
  const not = await stranger.postJson(`/oidc-links/${link}/end`, {});
  assert.equal(not.status, 403);
  const ended = await admin.submit(`/people/${id}`, `/oidc-links/${link}/end`);
  assert.equal(ended.headers.location, `/people/${id}`, `${ended}`);
  const window = await newWindow();
  await window.goto(`${home}/sign-in/oidc?to=/tasks`);
  await throughProvider(window);
  has(await window.content(), /Chưa có tài khoản nào ở đây liên kết/);
  await window.context().close();
});

test("without the provider the page says so, and passwords still open", async () => {
  provider.stop();
  const traveller = house.anybody();
  const there = (await traveller.get("/sign-in/oidc")).headers.location;
  const back = await traveller.get(`/sign-in/oidc/back?code=x&state=${new URL(there).searchParams.get("state")}`);
  assert.equal(back.status, 422);
  has(back.text, /không trả lời đúng/);
  await house.signIn(account);
});

test("told to stop, the server ends with status 0 and has complained of the provider alone", async () => {
  await browser.close();
  assert.equal(await house.stop(), 0, house.log);
  assert.deepEqual(house.log.split("\n").filter((line) => line && !line.includes(`${provider.issuer}/token`)), []);
});
