// Bundles each part of src/ into dist/<part>.js: `node build.mjs [--out FOLDER]`. With --tests, the tests into build/tests/.
//
// The same sources and the same lock file give the same bytes, so that a test can hold dist/ to its sources.

import { build } from "esbuild";
import { existsSync, readdirSync } from "node:fs";
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
  await build({ ...common, minify: true, legalComments: "linked", entryPoints, outdir: values.out });
}
