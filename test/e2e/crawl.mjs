// SPDX-License-Identifier: Apache-2.0
// crawl.mjs: follows the links of pages as a person would, a few of every kind.
import { unescape } from "./house.mjs";

const PER_KIND = 2; /* addresses of one route, with the same names in the query */
const NOT_PAGES = /^\/(static|lang|scheme)\//;

const linksOf = (html) =>
  [...html.matchAll(/<(?:a|img|form method="get"[^>]*)\b[^>]*?\s(?:href|src|action)="([^"]*)"/g)].map((m) => unescape(m[1]));

/**
 * All kinds of addresses that `person` gets to from `starts`:
 * [{route, address, answer, from}]; `route` is undefined where the contract knows none.
 */
export async function crawl(person, contract, starts = ["/"]) {
  const seen = new Set();
  const taken = new Map();
  const found = [];
  const queue = starts.map((address) => ({ address, from: "start" }));
  while (queue.length) {
    const { address, from } = queue.shift();
    if (seen.has(address)) continue;
    seen.add(address);
    const [bare, query = ""] = address.split("?");
    const route = contract.route("GET", bare.replace(/\.(csv|xlsx|pdf)$/, ""));
    const names = [...new URLSearchParams(query).keys()].sort().join("&");
    const kind = `${route ? route.path : bare}${bare.match(/\.(csv|xlsx|pdf)$/)?.[0] ?? ""}?${names}`;
    const n = taken.get(kind) ?? 0;
    if (n >= PER_KIND) continue;
    taken.set(kind, n + 1);
    let answer = await person.get(address);
    if (answer.status === 303 && !route) answer = await person.get(answer.headers.location);
    found.push({ route, address, answer, from, paper: bare.match(/\.(csv|xlsx|pdf)$/)?.[1] });
    if (answer.type !== "text/html") continue;
    for (const link of linksOf(answer.text)) {
      const target = link.split("#")[0];
      if (target.startsWith("/") && !NOT_PAGES.test(target)) queue.push({ address: target, from: address });
    }
  }
  return found;
}
