import { rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { loco, smallClass } from "../test/small-class.ts";

test("an unknown command is wrong use, with the nearest name", async () => {
  await using made = await smallClass();
  expect(await made.loco("chek")).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: unknown command 'chek'
    (Did you mean check?)
    (loco --help lists the commands, loco <command> --help its options)",
      "stdout": "",
    }
  `);
});

test("--json prints one object, also when it fails", async () => {
  await using made = await smallClass();
  const { exitCode, stdout, stderr } = await made.loco("eval", "iso-date", "--json");
  expect({ exitCode, stderr, output: JSON.parse(stdout) as unknown }).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "output": {
        "command": "eval",
        "data": {
          "error": {
            "code": "unknown-adapter",
            "fields": {
              "adapter": "iso-date",
            },
          },
        },
        "findings": [
          {
            "code": "unknown-adapter",
            "fix": "There are none yet.",
            "message": "There is no adapter called iso-date.",
            "severity": "error",
          },
        ],
        "ok": false,
        "schemaVersion": 1,
      },
      "stderr": "",
    }
  `);
});

test("--json prints one object for help, without a command, and for a command that is not there", async () => {
  await using made = await smallClass();
  const said = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await made.loco(...args, "--json");
    return { exitCode, stderr, output: JSON.parse(stdout) as { ok: boolean; data: unknown; findings: unknown } };
  };
  expect(await said("base", "--help")).toMatchObject({
    exitCode: 0,
    stderr: "",
    output: { ok: true, data: { text: expect.stringContaining("Usage: loco base") as string } },
  });
  expect(await said()).toMatchObject({
    exitCode: 2,
    output: { findings: [{ code: "wrong-use", message: "No command is named.", fix: "See loco --help." }] },
  });
  expect(await said("base", "fech")).toMatchObject({
    exitCode: 2,
    output: { findings: [{ message: "There is no command loco base fech.", fix: "Did you mean fetch?" }] },
  });
});

test("a reader that has seen enough gets no stack trace", async () => {
  await using made = await smallClass();
  const running = made.start("--help");
  running.stdout.destroy();
  const { exitCode, stderr } = await running;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test.skipIf(process.platform === "win32")("a home folder that cannot be one is the machine's lack", async () => {
  const home = path.join(os.tmpdir(), `loco-no-folder-${process.pid}`);
  await writeFile(home, "");
  await using made = await smallClass({ home });
  for (const args of [["base", "list"], ["base", "fetch"], ["doctor"]]) {
    const { exitCode, stdout, stderr } = await made.loco(...args);
    expect({ args, exitCode }).toEqual({ args, exitCode: 3 });
    expect(`${stdout}${stderr}`).toContain("a file stands where a folder should be");
    expect(stderr).not.toContain("    at ");
  }
  await rm(home);
});

test("outside a class repository it says where to go", async () => {
  const { exitCode, stdout, stderr } = await loco("/", ["check"]);
  expect({ exitCode, stdout, stderr }).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: Neither / nor a folder above it is a class repository (one with semesters/ and bases/).
    Change into your clone of the class repository and try again.
    More: loco explain no-class-repository",
      "stdout": "",
    }
  `);
});

test("unknown adapters, bases and semesters name the nearest", async () => {
  await using made = await smallClass();
  await made.loco("new", "tide-tables");
  expect((await made.loco("train", "tide-table")).stderr).toMatchInlineSnapshot(`
    "error: There is no adapter called tide-table.
    Did you mean tide-tables?
    More: loco explain unknown-adapter"
  `);
  expect((await made.loco("base", "fetch", "smollm2")).stderr).toMatchInlineSnapshot(`
    "error: There is no base called smollm2.
    Did you mean smollm2-135m-instruct-q4-1?
    More: loco explain unknown-base"
  `);
  expect((await made.loco("new", "x", "--semester", "2026-s1")).stderr).toMatchInlineSnapshot(`
    "error: There is no semester called 2026-s1.
    Did you mean 2026-s2?
    More: loco explain unknown-semester"
  `);
});
