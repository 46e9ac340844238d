import { expect, test } from "vitest";
import { formatBytes } from "./bytes.ts";

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [98_362_432, "98.4 MB"],
  [253_113_024, "253 MB"],
  [5_400_000_000, "5.4 GB"],
])("%d is %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
