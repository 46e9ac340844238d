import { existsSync } from "node:fs";
import { copyFile, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

interface EvalOutput {
  readonly ok: boolean;
  readonly data: { readonly runs: { readonly adapter: string; readonly basePlain: string }; readonly notice: string };
}

const folder = "semesters/2026-s2/adapters/iso-dates";
const base = "smollm2-135m-instruct-q4-1";

/** Brings the base under another id, and what was trained on it. */
async function alsoOn(made: Awaited<ReturnType<typeof smallClass>>, id: string): Promise<void> {
  const texts = [`bases/${base}.yaml`, `${folder}/locks/${base}.json`];
  for (const file of texts) {
    const text = await readFile(path.join(made.root, file), "utf8");
    await made.write(file.replace(base, id), text.replaceAll(base, id));
  }
  const weights = path.join(made.root, folder, "weights");
  await copyFile(path.join(weights, `${base}.gguf`), path.join(weights, `${id}.gguf`));
}

test(
  "evaluates real weights, keeps what it measured, and gives the same bytes again",
  { timeout: 300_000 },
  async () => {
    await using made = await smallClass();
    await made.copyAdapter("iso-dates", { train: 20, eval: 24 });
    const once = JSON.parse((await made.loco("eval", "iso-dates", "--json")).stdout) as EvalOutput;
    const samples = () => readFile(path.join(made.root, once.data.runs.adapter, "samples.jsonl"), "utf8");
    const first = await samples();
    expect(once.ok).toBe(true);
    expect(once.data.notice).toContain("It may be wrong.");
    expect(first.trim().split("\n")).toHaveLength(24);
    const again = JSON.parse((await made.loco("eval", "iso-dates", "--json")).stdout) as EvalOutput;
    expect(again).toEqual(once);
    expect(await samples()).toBe(first);
    const card = await made.loco("card", "iso-dates", "--check");
    expect(card).toMatchObject({ exitCode: 0, stdout: "Cards checked: 1." });

    // The same file under another id is another base; the card goes on speaking of the semester's.
    await alsoOn(made, "twin");
    const elsewhere = await made.loco("eval", "iso-dates", "--base", "twin");
    expect(elsewhere).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("results/twin.json alone") as string,
    });
    expect(existsSync(path.join(made.root, folder, "results/twin.json"))).toBe(true);
    expect(await made.loco("card", "iso-dates", "--check")).toEqual(card);

    await rm(path.join(made.root, folder, "README.md"));
    expect(await made.loco("eval", "iso-dates")).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("README.md cannot be read, so the results are in results/ alone.") as string,
    });
  },
);
