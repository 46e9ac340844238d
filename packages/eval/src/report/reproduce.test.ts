import { execFileSync } from "node:child_process";
import { fc, test } from "@fast-check/vitest";
import { visibleText } from "@locollm/core";
import { expect } from "vitest";
import { reproduceCommand } from "./reproduce.ts";

test("ids as people write them need no quotes", () => {
  expect(
    ["eval-1", "a b", "-x", "it's $5", "a\nb", "\u202E\u{e0041}"].map((id) => reproduceCommand("loco eval cities", id)),
  ).toMatchInlineSnapshot(`
    [
      "loco eval cities --item eval-1",
      "loco eval cities --item "a b"",
      "loco eval cities --item=-x",
      "loco eval cities --item 'it'\\''s $5'",
      "loco eval cities --item $'a\\u000ab'",
      "loco eval cities --item $'\\u202e\\U000e0041'",
    ]
  `);
});

test.prop([fc.string({ unit: "binary", minLength: 1, maxLength: 12 })], { numRuns: 30 })(
  "a shell gives the id back",
  (id) => {
    fc.pre(process.platform === "linux" && !id.includes("\0") && id.isWellFormed());
    expect(visibleText(reproduceCommand("loco eval cities", id))).toBe(reproduceCommand("loco eval cities", id));
    const [, word] = /--item[ =](.*)$/su.exec(reproduceCommand("loco eval cities", id))!;
    const said = execFileSync("bash", ["-c", `printf %s ${word}`], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
    expect(said.toString()).toBe(id);
  },
);
