import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { freeCores } from "./free-cores.ts";

test("never less than one, never more than asked for", async () => {
  const threads = freeCores(3);
  await delay(1100);
  expect(threads()).toBeGreaterThanOrEqual(1);
  expect(threads()).toBeLessThanOrEqual(3);
});
