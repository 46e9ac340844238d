import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemError } from "./system-error.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco system-"));
  await writeFile(path.join(folder, "file"), "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const refusal = async (work: Promise<unknown>) =>
  systemError(await work.catch((thrown: unknown) => thrown))?.message.replace(folder, "<folder>");

test("says what the system refused and where", async () => {
  expect(await refusal(readFile(path.join(folder, "none")))).toBe(
    `<folder>${path.sep}none cannot be used: it is not there (ENOENT).`,
  );
  expect(await refusal(mkdir(path.join(folder, "file")))).toMatch(/a file stands where a folder should be \(EEXIST\)/);
  expect(await refusal(copyFile(path.join(folder, "none"), path.join(folder, "copy")))).toMatch(/ENOENT/);
});

test.skipIf(process.platform === "win32")("a path that is too long has a fix", async () => {
  const long = path.join(folder, "x".repeat(300));
  expect(systemError(await readFile(long).catch((thrown: unknown) => thrown))).toMatchObject({
    kind: "machine",
    fix: expect.stringContaining("shorter path") as string,
  });
});

test("what no system call threw is not the machine's fault", () => {
  expect(systemError(new TypeError("x is undefined"))).toBeUndefined();
  expect(systemError("thrown text")).toBeUndefined();
});
