import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sha256Hex } from "@locollm/core";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { placeWeights } from "./place-weights.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco weights-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the same bytes have the same read-only path, other bytes another", async () => {
  const file = path.join(folder, "w.gguf");
  await writeFile(file, "one");
  const first = await placeWeights(file, folder);
  expect(first.path).toBe(path.join(folder, "weights", `${sha256Hex("one")}.gguf`));
  expect((await stat(first.path)).mode & 0o222).toBe(0);
  expect(await placeWeights(file, folder)).toEqual(first);
  await writeFile(file, "two");
  expect((await placeWeights(file, folder)).path).not.toBe(first.path);
  expect(await readFile(first.path, "utf8")).toBe("one");
});

test("a copy that somebody changed is replaced", async () => {
  const file = path.join(folder, "w.gguf");
  await writeFile(file, "three");
  const placed = await placeWeights(file, folder);
  await chmod(placed.path, 0o644);
  await writeFile(placed.path, "tampered");
  await placeWeights(file, folder);
  expect(await readFile(placed.path, "utf8")).toBe("three");
});

test("weights with another hash leave nothing behind", async () => {
  const [file, home] = [path.join(folder, "w.gguf"), path.join(folder, "another home")];
  await writeFile(file, "four");
  await expect(placeWeights(file, home, sha256Hex("five"))).rejects.toMatchObject({ code: "weights-wrong-hash" });
  expect(await readdir(path.join(home, "weights"))).toEqual([]);
});

test.skipIf(process.platform === "win32")(
  "a device without end and a pipe that nobody fills are no weights",
  async () => {
    const [zero, pipe] = [path.join(folder, "zero.gguf"), path.join(folder, "pipe.gguf")];
    await symlink("/dev/zero", zero);
    await execa("mkfifo", [pipe]);
    for (const file of [zero, pipe, folder])
      await expect(placeWeights(file, folder)).rejects.toMatchObject({ code: "weights-missing" });
  },
);

test("says that there are no weights", async () => {
  await expect(placeWeights(path.join(folder, "none.gguf"), folder)).rejects.toMatchObject({ code: "weights-missing" });
});
