import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { residentPeak } from "./resident-peak.ts";

test.skipIf(!existsSync("/proc/self/status"))("grows with what a process holds, and stays when it lets go", () => {
  const before = residentPeak(process.pid)!;
  const now = process.memoryUsage().rss;
  Buffer.alloc(Math.max(0, before - now) + 100_000_000, 1);
  expect(residentPeak(process.pid)).toBeGreaterThan(before + 50_000_000);
});

test("of a process that is not there, nothing is known", () => {
  expect(residentPeak(2 ** 31 - 1)).toBeNull();
  expect(residentPeak(undefined)).toBeNull();
});
