import { existsSync } from "node:fs";
import { cp, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { migrationSchema } from "@locollm/core";
import { preparePython } from "@locollm/trainer";
import { beforeAll, expect, test } from "vitest";
import { slurmCluster, slurmIsHere } from "../../test/slurm-cluster.ts";
import { repository, smallClass } from "../../test/small-class.ts";

const to = "gemma-3-270m-q4-k-m";
const from = "smollm2-135m-instruct-q4-1";
const adapter = "semesters/2026-s2/adapters/iso-dates";
const outOfScope = "semesters/2026-s2/out-of-scope.jsonl";
const written = `semesters/2026-s2/migrations/${from}--${to}`;

beforeAll(() => preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) }), 1_200_000);

type Class = Awaited<ReturnType<typeof smallClass>>;

/** The report of a fleet on this machine, of which one task fails. */
async function movedHere({ root, loco }: Class): Promise<string> {
  const moved = await loco("migrate", "--to", to, "--on", "local");
  expect({ exitCode: moved.exitCode, stderr: moved.stderr }).toMatchObject({ exitCode: 1 });
  return readFile(path.join(root, written, "report.md"), "utf8");
}

async function movedOnSlurm({ root, locoWith }: Class): Promise<string> {
  await using cluster = await slurmCluster(["n1"]);
  const sent = await locoWith(cluster.env, "migrate", "--to", to, "--on", "slurm");
  // One of the adapters cannot even be planned.
  expect({ exitCode: sent.exitCode, stderr: sent.stderr }).toMatchObject({ exitCode: 1 });
  const report = path.join(root, written, "report.md");
  while (!existsSync(report)) await delay(1000);
  const { exitCode } = await locoWith(cluster.env, "fleet", "status");
  expect(exitCode).toBe(1);
  return await readFile(report, "utf8");
}

test("a semester moves to another base: nothing of the old one is lost", { timeout: 1_800_000 }, async () => {
  await using made = await smallClass();
  const text = (name: string) => readFile(path.join(made.root, name), "utf8");
  await made.copyAdapter("iso-dates", { train: 160, eval: 16 });
  await made.copyAdapter("word-problems", { train: 8, eval: 8 });
  await made.write("semesters/2026-s2/adapters/word-problems/data/train.jsonl", "no JSON\n");
  await cp(path.join(repository, outOfScope), path.join(made.root, outOfScope));
  const before = await text(`${adapter}/locks/${from}.json`);

  const dry = await made.loco("migrate", "--to", to, "--adapters", "iso-dates", "--dry-run");
  expect(dry.stdout).toMatch(
    /^Moving 1 adapter of 2026-s2 from smollm2-135m-instruct-q4-1 to gemma-3-270m-q4-k-m: about .+ of memory, .+ of disk/,
  );
  await expect(readdir(path.join(made.root, ".loco/migrations"))).rejects.toThrow("ENOENT");
  const dryAll = await made.loco("migrate", "--to", to, "--dry-run");
  expect(dryAll).toMatchObject({ exitCode: 1 });
  expect(dryAll.stdout).toContain("2026-s2/word-problems cannot be moved: ");

  const report = slurmIsHere ? await movedOnSlurm(made) : await movedHere(made);
  const migration = migrationSchema.parse(JSON.parse(await text(`${written}/migration.json`)));
  expect(migration.missing).toMatchObject([{ adapter: "2026-s2/word-problems" }]);
  expect(migration.adapters.map((one) => one.moved.adapter)).toEqual(["2026-s2/iso-dates"]);
  const [{ moved: one }] = migration.adapters as [(typeof migration.adapters)[number]];
  expect(one.weights.before).not.toBe(one.weights.after);
  expect(one.before.counts.items).toBe(16);
  expect(one.after.counts.items).toBe(16);
  expect(await text(`${adapter}/locks/${from}.json`)).toBe(before);
  expect(await readdir(path.join(made.root, adapter, "weights"))).toEqual([`${to}.gguf`, `${from}.gguf`].sort());
  expect(report).toContain("# 2026-s2: from SmolLM2 135M Instruct, 4 bits (Q4_1) to Gemma 3 270M");
  expect(report).toMatch(/- \*\*2026-s2\/word-problems\*\*: not moved\. /);
  expect(report).toMatch(/A row has \d+\.\d tokens, before \d+\.\d/);

  // All is kept: the same report again without a fleet, in seconds.
  const again = await made.loco("migrate", "--to", to, "--adapters", "iso-dates");
  expect(again.exitCode).toBe(1);
  expect(again.stdout).toMatch(/- \*\*2026-s2\/word-problems\*\*: not moved\. /);
  expect(again.stderr).not.toContain("training:");

  for (const base of [from, to]) {
    const asked = await made.loco("ask", "The fair opens on March 5, 2027.", "--adapter", "iso-dates", "--base", base);
    expect({ exitCode: asked.exitCode, stderr: asked.stderr }).toMatchObject({ exitCode: 0 });
    const { exitCode } = await made.loco("eval", "iso-dates", "--base", base);
    expect(exitCode).toBe(0);
  }
  const { stdout: history } = await made.loco("history", "iso-dates", "--svg", "history.svg");
  expect(history).toContain(from);
  expect(history).toContain(to);
  expect(await text("history.svg")).toContain("<svg");

  const refused = await made.loco("migrate", "--to", to, "--adapters", "iso-dates", "--switch");
  expect({ exitCode: refused.exitCode, stderr: refused.stderr }).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toContain("2026-s2 cannot switch: 2026-s2/word-problems is not on gemma-3-270m-q4-k-m yet.");
  await made.remove("semesters/2026-s2/adapters/word-problems");
  const switched = await made.loco("migrate", "--to", to, "--adapters", "iso-dates", "--switch");
  expect({ exitCode: switched.exitCode, stderr: switched.stderr }).toMatchObject({ exitCode: 0 });
  expect(switched.stdout).toContain(`2026-s2 is on ${to} now`);
  expect(await text("semesters/2026-s2/semester.yaml")).toMatch(new RegExp(`^bases:\\s*(\\[|- )?\\s*-? ?${to}`, "m"));
});
