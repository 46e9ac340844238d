import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython } from "./find-python.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco pythön-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A PATH on which `python` is a program of ours and nothing else is. */
async function pathWith(name: string, script: string): Promise<NodeJS.ProcessEnv> {
  const file = path.join(folder, name);
  await rm(path.join(folder, "python"), { force: true });
  await rm(path.join(folder, "python3"), { force: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return { PATH: folder };
}

const errorOf = (env: NodeJS.ProcessEnv, platform?: NodeJS.Platform) =>
  findPython(env, platform).catch((caught: unknown) => caught);

describe("finding Python", () => {
  test.each([
    ["linux", "sudo apt install python3"],
    ["darwin", "brew install python@3.12"],
    ["win32", "winget install Python.Python.3.12"],
  ] as const)("tells how to install it on %s where there is none", async (platform, fix) => {
    expect(await errorOf({ PATH: path.join(folder, "nothing") }, platform)).toMatchObject({
      code: "python-missing",
      kind: "machine",
      fix: expect.stringContaining(fix) as string,
    });
  });

  test("does not take another program for Python, and says which one LOCO_PYTHON names", async () => {
    expect(await errorOf({ ...process.env, LOCO_PYTHON: process.execPath })).toMatchObject({
      code: "python-missing",
      fix: `Correct LOCO_PYTHON, which is ${process.execPath}, or unset it.`,
    });
  });
});

describe.skipIf(process.platform === "win32")("a Python that is none, or that will not do", () => {
  test("Windows' stub that opens the Store", async () => {
    const message = "Python was not found; run without arguments to install from the Microsoft Store, or disable this";
    const env = await pathWith("python", `echo "${message} shortcut from Settings." >&2; exit 49`);
    expect(await errorOf(env, "win32")).toMatchObject({
      code: "python-store-stub",
      kind: "machine",
      message: "The python command here only opens the Microsoft Store; it is not Python.",
      fix: expect.stringContaining("winget install Python.Python.3.12") as string,
    });
  });

  test.each([
    ["too old", "[3,9,2]", "true", 64, { code: "python-too-old", message: expect.stringContaining("found 3.9.2") }],
    ["of 32 bits", "[3,12,1]", "true", 32, { code: "python-too-old", message: expect.stringContaining("(32 bits)") }],
    ["without venv", "[3,12,1]", "false", 64, { code: "python-without-venv" }],
  ] as const)("%s", async (_, version, ensurepip, bits, expected) => {
    const said = `{"executable":"/p","version":${version},"ensurepip":${ensurepip},"bits":${bits}}`;
    expect(await errorOf(await pathWith("python3", `echo '${said}'`), "linux")).toMatchObject({
      ...expected,
      kind: "machine",
    });
  });
});
