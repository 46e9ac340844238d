import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const oxlint = join(import.meta.dirname, "..", "..", "node_modules", "oxlint", "bin", "oxlint");
const plugin = join(import.meta.dirname, "house-rules.ts");

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
}

/** Lints files in a repository of their own with the house rules alone; one line a problem. */
function lint(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), "house rules é "));
  try {
    const rules = ["engine-in-inference", "file-names", "import-arrows", "no-deep-imports", "pure-packages"];
    const config = {
      jsPlugins: [plugin],
      categories: { correctness: "off" },
      rules: Object.fromEntries(rules.map((rule) => [`house/${rule}`, "error"])),
    };
    const all = { ...files, "pnpm-workspace.yaml": "packages: []\n", ".oxlintrc.json": JSON.stringify(config) };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const run = spawnSync(process.execPath, [oxlint, "-f", "json"], { cwd: root, encoding: "utf8" });
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: Diagnostic[] };
    expect(run.status).toBe(diagnostics.length === 0 ? 0 : 1);
    return diagnostics.map((d) => `${d.filename.replaceAll("\\", "/")} ${d.code}: ${d.message}`).sort();
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("imports that the map of packages allows pass", () => {
  expect(
    lint({
      "packages/store/src/a.ts": `import { x } from "@locollm/core"; import fs from "node:fs"; import { y } from "./b/c.ts"; x(fs, y);`,
      "packages/inference/src/a.ts": `export { x } from "@locollm/store"; import "node-llama-cpp";`,
      "packages/cli/src/main.ts": `await import("@locollm/trainer");`,
      "packages/core/src/a.test.ts": `import "node:crypto"; import "./a.ts";`,
      "packages/core/src/index.ts": `export { a } from "./b.ts";`,
      "packages/core/vitest.config.ts": `import "../../tools/package-tests.ts";`,
      "packages/router/bench/router.bench.ts": `import "node:fs"; import "../src/index.ts";`,
    }),
  ).toEqual([]);
});

test("imports that point up, sideways or out of the package fail with the reason", () => {
  expect(
    lint({
      "packages/core/src/a.ts": `import { x } from "@locollm/store"; x();`,
      "packages/eval/src/a.ts": `export * from "@locollm/inference";`,
      "packages/router/src/a.ts": `export { x } from "../../store/src/index.ts";`,
      "packages/trainer/src/a.test.ts": `const { x } = await import("@locollm/cli"); x();`,
      "packages/new-room/src/a.ts": `import type { X } from "@locollm/core"; export type Y = X;`,
    }),
  ).toMatchInlineSnapshot(`
    [
      "packages/core/src/a.ts house(import-arrows): core may not import store (it may import: no other package). Imports point down to core, so that a part can be read, tested and replaced without those above it.",
      "packages/eval/src/a.ts house(import-arrows): eval may not import inference (it may import: core). Imports point down to core, so that a part can be read, tested and replaced without those above it.",
      "packages/new-room/src/a.ts house(import-arrows): packages/new-room is new: say in tools/lint/import-arrows.ts what it may import.",
      "packages/router/src/a.ts house(import-arrows): ../../store/src/index.ts leaves packages/router. Import another package by its name: what it exports is its contract, and a class repository has no packages/ beside it.",
      "packages/trainer/src/a.test.ts house(import-arrows): trainer may not import cli (it may import: core, store). Imports point down to core, so that a part can be read, tested and replaced without those above it.",
    ]
  `);
});

test("node: in core or router, the engine outside inference, and deep imports fail with the reason", () => {
  expect(
    lint({
      "packages/core/src/a.ts": `import { readFileSync } from "node:fs"; readFileSync("x");`,
      "packages/router/src/a.ts": `export { join } from "path";`,
      "packages/cli/src/a.ts": `const { getLlama } = await import("node-llama-cpp"); getLlama();`,
      "packages/store/src/a.ts": `import { hashOf } from "@locollm/core/src/hash.ts"; hashOf({});`,
    }),
  ).toMatchInlineSnapshot(`
    [
      "packages/cli/src/a.ts house(engine-in-inference): Only inference may import node-llama-cpp. Take core's Generator instead: then a remote endpoint and a recorded run fit too.",
      "packages/core/src/a.ts house(pure-packages): core runs in a browser too, so it may not import node:fs. Take what you need as an argument, or put the file in store.",
      "packages/router/src/a.ts house(pure-packages): router runs in a browser too, so it may not import path. Take what you need as an argument, or put the file in store.",
      "packages/store/src/a.ts house(no-deep-imports): Import from @locollm/core itself: what is not exported from its src/index.ts may change without notice.",
    ]
  `);
});

test("file names that are vague, not kebab-case, or collect exports fail with the reason", () => {
  expect(
    lint({
      "packages/core/src/readFile.ts": "",
      "packages/core/src/utils.ts": "",
      "packages/core/src/helpers/date.ts": "",
      "packages/core/src/hash/index.ts": "",
      "tools/write_schemas.ts": "",
      "tools/write-schemas.test.ts": "",
    }),
  ).toMatchInlineSnapshot(`
    [
      "packages/core/src/hash/index.ts house(file-names): only a package's src/index.ts collects exports. Import the file that holds the concept.",
      "packages/core/src/helpers/date.ts house(file-names): "helpers" says nothing about what is inside. Name the concept.",
      "packages/core/src/readFile.ts house(file-names): name files in kebab-case. Two names that differ in capitals alone are one file on Windows and macOS.",
      "packages/core/src/utils.ts house(file-names): "utils" says nothing about what is inside. Name the concept.",
      "tools/write_schemas.ts house(file-names): name files in kebab-case. Two names that differ in capitals alone are one file on Windows and macOS.",
    ]
  `);
});
