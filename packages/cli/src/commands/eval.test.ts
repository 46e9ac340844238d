import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

interface EvalOutput {
  readonly ok: boolean;
  readonly data: { readonly runs: { readonly adapter: string; readonly basePlain: string }; readonly notice: string };
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
    await rm(path.join(made.root, "semesters/2026-s2/adapters/iso-dates/README.md"));
    expect(await made.loco("eval", "iso-dates")).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("README.md cannot be read, so the results are in results/ alone.") as string,
    });
  },
);
