import { createHash } from "node:crypto";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { hashOf, sha256Hex } from "./hash.ts";

test("a value's hash is that of its canonical JSON", () => {
  expect(hashOf({ b: 2, a: 1 })).toBe(sha256Hex('{"a":1,"b":2}'));
  expect(hashOf({})).toBe("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
});

test.prop([fc.uint8Array()])("agrees with Node's own sha256", (bytes) => {
  expect(sha256Hex(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
});
