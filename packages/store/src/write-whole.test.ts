import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeWhole } from "./write-whole.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco write-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("writes text, bytes and parts, making folders", async () => {
  const file = path.join(folder, "new folder", "é.txt");
  await writeWhole(file, "é\n");
  expect(await readFile(file, "utf8")).toBe("é\n");
  await writeWhole(file, [new Uint8Array([65]), new Uint8Array([66])]);
  expect(await readFile(file, "utf8")).toBe("AB");
  expect(await readdir(path.dirname(file))).toEqual(["é.txt"]);
});

test("what fails half-way leaves the old file and no other", async () => {
  const file = path.join(folder, "half.txt");
  await writeFile(file, "old");
  function* parts() {
    yield new Uint8Array([65]);
    throw new RangeError("no more");
  }
  await expect(writeWhole(file, parts())).rejects.toThrow("no more");
  expect(await readFile(file, "utf8")).toBe("old");
  expect((await readdir(folder)).filter((name) => name.includes("half"))).toEqual(["half.txt"]);
});

test("says why it could not write", async () => {
  const inTheWay = path.join(folder, "in-the-way");
  await mkdir(inTheWay);
  await writeFile(path.join(folder, "file"), "");
  await expect(writeWhole(path.join(folder, "file", "x"), "")).rejects.toMatchObject({
    code: "not-writable",
    kind: "machine",
  });
});
