import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { migrationSchema } from "@locollm/core";
import { readWorkspace } from "@locollm/store";
import { expect, test } from "vitest";
import { migrationReport } from "./migration-report.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const records = globSync("semesters/*/migrations/*/migration.json", { cwd: root });

test("the class has moved adapters to another base", () => {
  expect(records.length).toBeGreaterThan(0);
});

test.each(records)("the report beside %s is what it says", async (name) => {
  const workspace = await readWorkspace(root);
  const migration = migrationSchema.parse(JSON.parse(await readFile(path.join(root, name), "utf8")));
  const semester = workspace.semesters.find(({ id }) => id === migration.semester)!;
  const [from, to] = [migration.from, migration.to].map(({ id }) => workspace.bases.find((base) => base.id === id)!);
  const report = await readFile(path.join(root, path.dirname(name), "report.md"), "utf8");
  expect(migrationReport(migration, semester, from!, to!)).toBe(report);
});
