import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageEnergy } from "./package-energy.ts";

let folder: string;
const set = async (name: string, microjoules: number) => {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, "energy_uj"), `${microjoules}\n`);
  await writeFile(path.join(folder, name, "max_energy_range_uj"), "1000000\n");
};
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco-rapl-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("adds up packages, not their parts, and goes on where a counter starts over", async () => {
  expect(packageEnergy(folder)).toBeUndefined();
  await set("intel-rapl:0", 900_000);
  await set("intel-rapl:1", 0);
  await set("intel-rapl:0:0", 0);
  const energy = packageEnergy(folder)!;
  await set("intel-rapl:0", 100_000);
  await set("intel-rapl:1", 500_000);
  await set("intel-rapl:0:0", 999_999);
  expect(energy.joules()).toBeCloseTo(0.7);
  expect(energy.joules()).toBeCloseTo(0.7);
});

test("no meter where the counters may not be read", () => {
  expect(packageEnergy(path.join(folder, "none"))).toBeUndefined();
});
