/**
 * Writes `schemas/<name>.schema.json` from core's schemas, and the table of `semester.yaml` in docs/grading.md. With `--check` it writes
 * nothing and exits with 1 where a committed file differs, is missing, or belongs to no schema.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileSchemas, jsonSchemaOf } from "@locollm/core";
import { semesterRules } from "./semester-rules.ts";

const folder = join(import.meta.dirname, "..", "schemas");
mkdirSync(folder, { recursive: true });

const wanted = new Map(
  Object.keys(fileSchemas).map((name) => [`${name}.schema.json`, `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`]),
);
const present = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
const stale = [...new Set([...wanted.keys(), ...present.keys()])].filter(
  (file) => wanted.get(file) !== present.get(file),
);

const page = join(import.meta.dirname, "..", "docs", "grading.md");
const pageText = readFileSync(page, "utf8");
const pageWanted = pageText.replace(
  /(<!-- rules -->\n)[^]*(<!-- \/rules -->)/,
  (_, start: string, end: string) => `${start}\n${semesterRules()}\n\n${end}`,
);

if (process.argv.includes("--check")) {
  for (const file of stale) console.error(`schemas/${file} is not what core describes. Fix: pnpm schemas`);
  if (pageText !== pageWanted) console.error("docs/grading.md is not what core describes. Fix: pnpm schemas");
  process.exitCode = pageText === pageWanted && stale.length === 0 ? 0 : 1;
} else {
  for (const file of stale) {
    const text = wanted.get(file);
    if (text === undefined) rmSync(join(folder, file));
    else writeFileSync(join(folder, file), text);
    console.log(`schemas/${file} ${text === undefined ? "removed" : "written"}`);
  }
  if (pageText !== pageWanted) {
    writeFileSync(page, pageWanted);
    console.log("docs/grading.md written");
  }
}
