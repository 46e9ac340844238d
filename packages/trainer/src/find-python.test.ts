import process from "node:process";
import { describe, expect, test } from "vitest";
import { findPython } from "./find-python.ts";

describe("finding Python", () => {
  test.each([
    ["linux", "sudo apt install python3"],
    ["darwin", "brew install python@3.12"],
    ["win32", "winget install Python.Python.3.12"],
  ] as const)("tells how to install it on %s where there is none", async (platform, fix) => {
    const error = await findPython({ ...process.env, LOCO_PYTHON: "no-such-python" }, platform).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "python-missing", kind: "machine", fix: expect.stringContaining(fix) });
  });

  test("does not take another program for Python", async () => {
    const env = { ...process.env, LOCO_PYTHON: process.execPath };
    await expect(findPython(env)).rejects.toMatchObject({ code: "python-missing" });
  });
});
