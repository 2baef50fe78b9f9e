// SPDX-License-Identifier: Apache-2.0
// assets.mjs ROOT STAMP DEPFILE: what browsers load, into static/ beside STAMP.
//
// One flat style sheet for browsers of 2023 and later (nesting unrolled, light-dark() replaced),
// the font files it names, the icons, the one script. Installs the pinned npm packages when they are missing.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

const [root, stamp, depfile] = process.argv.slice(2).map((p) => path.resolve(p));
const out = path.join(path.dirname(stamp), "static");
const source = path.join(root, "static");

const notice =
  "/* haicap (Apache-2.0) over Designsystemet, Copyright 2025 Digitaliseringsdirektoratet " +
  "(MIT). Fonts: Be Vietnam Pro, Inter (OFL-1.1). */";

const scriptNotice = "/* haicap (Apache-2.0) with uPlot, Copyright (c) 2022 Leon Sorokin (MIT). */";

const age = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** npm writes node_modules/.package-lock.json last: an older one, or none, means half installed. */
function install() {
  const lock = path.join(root, "package-lock.json");
  if (age(path.join(root, "node_modules/.package-lock.json")) >= age(lock)) return;
  console.error("assets: installing the npm packages that package-lock.json pins");
  const npm = spawnSync("npm", ["ci", "--silent", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (npm.status === 0) return;
  const why = npm.error?.code === "ENOENT" ? "npm is not installed" : "npm ci failed";
  console.error(
    `assets: ${why}. The browser assets come from an npm registry: is it reachable?\n` +
      "assets: try `npm ping`; a mirror is set by `npm config set registry URL`. Then build again.",
  );
  process.exit(1);
}

/** One of the two variables is nothing and the other falls back to its colour: static/tokens.css. */
function lower(css) {
  return css.replace(/light-dark\(([^(),]+),([^(),]+)\)/g, "var(--light,$1) var(--dark,$2)");
}

async function bundle() {
  const esbuild = createRequire(path.join(root, "package.json"))("esbuild");
  const colours = {
    name: "light-dark",
    setup: (build) =>
      build.onLoad({ filter: /\/static\/[^/]+\.css$/ }, (args) => ({
        contents: lower(fs.readFileSync(args.path, "utf8")),
        loader: "css",
      })),
  };
  const made = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["static/app.css", "static/chart.js"],
    outdir: out,
    assetNames: "[name]",
    bundle: true,
    minify: true,
    metafile: true,
    logLevel: "warning",
    legalComments: "none",
    format: "iife",
    footer: { css: notice, js: scriptNotice },
    target: ["chrome109", "firefox115", "safari16"],
    loader: { ".woff2": "file" },
    plugins: [colours],
  });
  return Object.keys(made.metafile.inputs).map((file) => path.join(root, file));
}

install();
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
const inputs = await bundle();
const copied = fs.readdirSync(source).filter((name) => name.endsWith(".svg"));
for (const name of copied) fs.copyFileSync(path.join(source, name), path.join(out, name));
fs.writeFileSync(stamp, "");
inputs.push(
  source,
  ...copied.map((name) => path.join(source, name)),
  ...["package.json", "package-lock.json"].map((name) => path.join(root, name)),
  path.join(root, "tools/assets.mjs"),
);
const escaped = inputs.map((file) => file.replaceAll(" ", "\\ "));
fs.writeFileSync(depfile, `${process.argv[3]}: ${escaped.join(" ")}\n`);
