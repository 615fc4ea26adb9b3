// Bundles each part of src/ into dist/<part>.js: `node build.mjs [--out FOLDER]`. With --tests, the tests into build/tests/.
// Beside the bundles stand the licences of the packages that are in them.
//
// The same sources and the same lock file give the same bytes, so that a test can hold dist/ to its sources.

import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { out: { type: "string", default: "dist" }, tests: { type: "boolean", default: false } } });

const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  logLevel: "warning",
  loader: { ".css": "text" },
};

if (values.tests) {
  const files = readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, platform: "node", entryPoints: files.map((name) => `test/${name}`), outdir: "build/tests", outExtension: { ".js": ".mjs" } });
} else {
  const parts = readdirSync("src").filter((name) => existsSync(`src/${name}/main.ts`));
  const entryPoints = Object.fromEntries(parts.map((name) => [name, `src/${name}/main.ts`]));
  const { metafile } = await build({ ...common, minify: true, legalComments: "none", entryPoints, outdir: values.out, metafile: true });
  writeFileSync(`${values.out}/LICENSES.txt`, licences(Object.keys(metafile.inputs)));
}

/** Name, version and licence text of every package that a bundle was made of. */
function licences(inputs) {
  const packages = inputs.map((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean);
  return [...new Set(packages)].sort().map(licence).join("\n\n");
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf-8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, "utf-8").trim() : ""}`;
}
