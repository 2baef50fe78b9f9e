// SPDX-License-Identifier: Apache-2.0
// contract.mjs: the OpenAPI document of a running house: its routes, and a judge of JSON answers.
import assert from "node:assert/strict";
import addFormats from "ajv-formats";
import Ajv2020 from "ajv/dist/2020.js";

export class Contract {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    addFormats(this.ajv);
    this.ajv.addSchema(document, "contract");
    this.routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
        need: operation["x-capability"],
        pattern: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "([^/]+)")}$`),
        names: [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]),
      })));
  }

  static async read(person) {
    return new Contract(await person.json("/openapi.json"));
  }

  /** The route of an address of a page, without its query; literal paths before {names}. */
  route(method, address) {
    const bare = address.split(/[?#]/)[0];
    const fits = this.routes.filter((r) => r.method === method && r.pattern.test(bare));
    return fits.sort((a, b) => a.names.length - b.names.length)[0];
  }

  schema(route, status) {
    const found = route.operation.responses[status] ?? route.operation.responses.default;
    const pointer = ["paths", route.path, route.method.toLowerCase(), "responses",
                     route.operation.responses[status] ? String(status) : "default", "content",
                     Object.keys(found.content ?? {})[0], "schema"];
    return found.content && pointer.map((p) => encodeURIComponent(p.replace(/~/g, "~0").replace(/\//g, "~1"))).join("/");
  }

  /** Where the answer to a call is not what the document says of it. */
  judge(answer, address) {
    const route = this.route(answer.method, address);
    assert.ok(route, `${answer.method} ${address} is not in the document`);
    const pointer = this.schema(route, answer.status);
    const where = `${answer.method} ${address} ${answer.status}`;
    if (!pointer) return answer.text === "" ? [] : [`${where} has a body, and no schema`];
    const judge = this.ajv.getSchema(`contract#/${pointer}`);
    assert.ok(judge, pointer);
    if (judge(answer.json())) return [];
    return judge.errors.slice(0, 3).map((e) => `${where} ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
  }

  /** That a person who holds these capabilities ("unit.read …") may use the route. */
  static may(route, capabilities, signedIn) {
    if (route.need === "-") return true;
    return signedIn && (route.need === "person" || capabilities.has(route.need));
  }
}
