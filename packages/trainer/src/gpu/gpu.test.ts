import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { chooseTorch } from "./choose-torch.ts";
import { readGpus } from "./read-gpus.ts";

/** A program that answers as nvidia-smi does on a machine with these devices; an old one knows no compute_cap. */
async function machine(lines: readonly string[], old = false) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco-smi-"));
  const refuse = old
    ? `case "$1" in *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2;; esac`
    : "";
  const cut = old ? " | cut -d, -f1-3" : "";
  await writeFile(
    path.join(folder, "nvidia-smi"),
    ["#!/bin/sh", refuse, `cat <<'END'${cut}`, ...lines, "END", ""].join("\n"),
  );
  await chmod(path.join(folder, "nvidia-smi"), 0o755);
  return {
    env: { PATH: `${folder}:/usr/bin:/bin` },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

test.skipIf(process.platform === "win32").each([
  ["a P100 with a new driver", ["Tesla P100-PCIE-16GB, 16384, 580.95.05, 6.0"], false, "p100"],
  ["a P100 with an old driver that does not tell", ["Tesla P100-PCIE-16GB, 16280, 535.54, x"], true, "p100"],
  ["a P100 that CUDA 12 does not know the driver of", ["Tesla P100-PCIE-16GB, 16280, 470.82, 6.0"], false, "cpu"],
  ["an RTX 3060", ["NVIDIA GeForce RTX 3060, 12288, 580.65.06, 8.6"], false, "cuda"],
  ["an RTX 3060 with last year's driver", ["NVIDIA GeForce RTX 3060, 12288, 550.90, 8.6"], false, "p100"],
  ["two kinds", ["Tesla K80, 11441, 470.1, 3.7", "NVIDIA A100-PCIE-40GB, 40960, 580.1, 8.0"], false, "cuda"],
  ["a K80", ["Tesla K80, 11441, 470.1, 3.7"], false, "cpu"],
])("%s", async (_, lines, old, set) => {
  await using made = await machine(lines, old);
  const gpus = await readGpus(made.env);
  expect(gpus).toHaveLength(lines.length);
  expect(gpus[0]!.memoryBytes).toBeGreaterThan(10e9);
  const choice = chooseTorch(gpus);
  expect(choice.set).toBe(set);
  expect(choice.why).toContain(gpus.at(-1)!.name);
});

test("a machine without a driver trains on its processor", async () => {
  expect(await readGpus({ PATH: "/nowhere" })).toEqual([]);
  expect(chooseTorch([]).set).toBe("cpu");
});
