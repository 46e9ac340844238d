import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const root = path.join(import.meta.dirname, "..");

test("no package that a student sends is one of the workspace, so that no install runs its scripts", async () => {
  const { packages } = parse(await readFile(path.join(root, "pnpm-workspace.yaml"), "utf8")) as { packages: string[] };
  const isPackage = (folder: string) => packages.some((glob) => path.matchesGlob(folder, glob));
  expect(["packages/cli", "semesters/2026-s2"].filter(isPackage)).toHaveLength(2);
  const sent = "semesters/2026-s2/adapters/tide-tables";
  expect(["semesters/2026-s2/adapters", sent, `${sent}/data`, `${sent}/node_modules/trap`].filter(isPackage)).toEqual(
    [],
  );
});
