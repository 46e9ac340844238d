import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { locoHome } from "./home.ts";

test("LOCO_HOME comes first, then the platform's cache folder", () => {
  const home = os.homedir();
  expect(locoHome({ LOCO_HOME: path.join(home, "x") }, "linux")).toBe(path.join(home, "x"));
  expect(locoHome({}, "linux")).toBe(path.join(home, ".cache", "locollm"));
  expect(locoHome({ XDG_CACHE_HOME: path.resolve("/var/c") }, "linux")).toBe(path.resolve("/var/c", "locollm"));
  expect(locoHome({ XDG_CACHE_HOME: "relative" }, "linux")).toBe(path.join(home, ".cache", "locollm"));
  expect(locoHome({}, "darwin")).toBe(path.join(home, "Library", "Caches", "locollm"));
  expect(locoHome({ LOCALAPPDATA: path.resolve("/c") }, "win32")).toBe(path.resolve("/c", "locollm"));
});
