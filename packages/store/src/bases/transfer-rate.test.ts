import { expect, test } from "vitest";
import { TransferRate } from "./transfer-rate.ts";

test("tells the speed of the last seconds, not of the bytes that were there before", () => {
  const rate = new TransferRate(1000);
  rate.note(5000, 0);
  expect(rate.secondsLeft(5000, 9000)).toBeNull();
  rate.note(5100, 500);
  expect(rate.bytesPerSecond).toBe(200);
  for (let at = 1000; at <= 5000; at += 500) rate.note(5100 + at, at);
  expect(rate.bytesPerSecond).toBe(1000);
  expect(rate.secondsLeft(10_000, 12_000)).toBe(2);
  expect(rate.secondsLeft(10_000, null)).toBeNull();
});
