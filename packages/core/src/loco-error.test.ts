import { expect, test } from "vitest";
import { exitCodeOf, LocoError } from "./loco-error.ts";

test("carries code, fields, fix and cause", () => {
  const cause = new Error("ENOSPC");
  const error = new LocoError({
    code: "disk-full",
    message: "The disk has 1 MB free, the download needs 98 MB.",
    fix: "Free some space.",
    fields: { freeBytes: 1e6 },
    kind: "machine",
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect(error.fields.freeBytes).toBe(1e6);
  expect(error.cause).toBe(cause);
  expect(exitCodeOf(error.kind)).toBe(3);
});

test("each kind has its exit code", () => {
  expect((["failure", "usage", "machine", "interrupted"] as const).map(exitCodeOf)).toEqual([1, 2, 3, 130]);
});
