import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fetchBase, readWorkspace } from "@locollm/store";
import { expect, test } from "vitest";
import { repository, smallClass } from "../../test/small-class.ts";

const kills = 5;

/** A home folder of its own with the base in it, so that no answer is cached before the test. */
async function freshHome() {
  const home = await mkdtemp(path.join(os.tmpdir(), "loco-home-"));
  return { home, [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }) };
}

async function evaluated(home: string, killed: number) {
  const made = await smallClass({ home });
  await made.copyAdapter("iso-dates", { train: 20, eval: 48 });
  const manifest = (await readWorkspace(repository)).bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
  expect((await made.loco("base", "import", (await fetchBase(manifest)).path)).exitCode).toBe(0);
  for (let kill = 0; kill < killed; kill++) {
    const running = made.start("eval", "iso-dates", "--json");
    await delay(3000 + Math.random() * 9000);
    running.kill("SIGKILL");
    await running;
  }
  const { stdout } = await made.loco("eval", "iso-dates", "--json");
  const { data } = JSON.parse(stdout) as { data: { runs: Record<string, string> } };
  const files = await Promise.all(
    Object.values(data.runs).map((folder) => readFile(path.join(made.root, folder, "samples.jsonl"), "utf8")),
  );
  await made[Symbol.asyncDispose]();
  return { data, files };
}

test(
  "killed five times at random points, an evaluation ends with the bytes of an unbroken one",
  { timeout: 1_200_000 },
  async () => {
    await using unbrokenHome = await freshHome();
    await using brokenHome = await freshHome();
    const unbroken = await evaluated(unbrokenHome.home, 0);
    const broken = await evaluated(brokenHome.home, kills);
    expect(broken).toEqual(unbroken);
  },
);
