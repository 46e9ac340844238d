import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askVersion } from "./python.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco python-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function program(text: string): Promise<string> {
  const file = path.join(folder, "python.mjs");
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

test("knows a Python, a missing one, the Store's stub and a broken one", async () => {
  const python = (text: string) => program(text).then((file) => askVersion([process.execPath, file]));
  expect(await python(`console.log("3.12.1")`)).toMatchObject({ version: "3.12.1" });
  expect(await askVersion([path.join(folder, "none")])).toMatchObject({ reason: "not-found" });
  expect(
    await python(
      `console.error("Python was not found; run without arguments to install from the Microsoft Store"); process.exit(1)`,
    ),
  ).toMatchObject({
    reason: "store-stub",
  });
  expect(await python(`process.exit(1)`)).toMatchObject({ reason: "failed" });
});
