import { expect, test } from "vitest";
import { formatDuration } from "./duration.ts";

test.each([
  [0.04, "0.0 s"],
  [9.96, "10 s"],
  [59.6, "1 min"],
  [200, "3 min 20 s"],
  [3599.9, "1 h 0 min"],
  [7500, "2 h 5 min"],
  [Number.POSITIVE_INFINITY, "unknown time"],
])("%d seconds is %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
