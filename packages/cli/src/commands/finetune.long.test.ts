import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { lockSchema } from "@locollm/core";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

const buildable =
  process.platform !== "win32" && ["git", "cmake", "c++"].every((name) => spawnSync(name, ["--version"]).status === 0);
if (!buildable) console.log("skipped: git, cmake or a C++ compiler is missing");

test.skipIf(!buildable)("llama.cpp alone trains an adapter that passes the gate", { timeout: 1_800_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 32, eval: 4 });
  const folder = path.join(made.root, "semesters/2026-s2/adapters/iso-dates");
  const lockFile = path.join(folder, "locks/smollm2-135m-instruct-q4-1.json");
  const peft = lockSchema.parse(JSON.parse(await readFile(lockFile, "utf8")));
  const estimate = await made.loco("train", "iso-dates", "--backend", "llama-finetune", "--estimate");
  expect(estimate.stdout).toMatch(
    /^Training 2026-s2\/iso-dates on smollm2-135m-instruct-q4-1: about .*, 2\.4 GB of memory/,
  );
  const { exitCode, stdout, stderr } = await made.loco("train", "iso-dates", "--backend", "llama-finetune");
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  expect(stderr).toMatch(/Training 2026-s2\/iso-dates with llama\.cpp alone: about .* It keeps no checkpoint/);
  expect(stdout).toContain("Parity gate passed");
  expect(stderr).toMatch(/A LoRA of rank 4 holds \d+ % of what the training changed\./);
  const lock = lockSchema.parse(JSON.parse(await readFile(lockFile, "utf8")));
  expect(lock.trainer.backend).toBe("llama-finetune");
  expect(lock.weights.sha256).not.toBe(peft.weights.sha256);
  const { stdout: asked, ...how } = await made.loco("eval", "iso-dates");
  expect(how).toMatchObject({ exitCode: 0 });
  expect(asked).toContain("iso-dates");
});
