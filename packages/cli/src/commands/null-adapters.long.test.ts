import type { GradeRecord, Verdict } from "@locollm/core";
import { adjustVerdicts, compareOutcomes, type OutcomePair } from "@locollm/eval";
import { preparePython } from "@locollm/trainer";
import { beforeAll, expect, test } from "vitest";
import { gitClass } from "../../test/git-class.ts";
import { drawFrom, submittedAdapter, withShuffledAnswers } from "../../test/submitted-adapter.ts";

const seeds = [1, 2, 3, 4, 5];
const resamples = 2000;
const alpha = 0.05;
const folder = "semesters/2026-s2/adapters/shop-reviews";

/** The most that a true rate of alpha shows in so many tries, but for three standard errors. */
const mostPromoted = (tries: number) => alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / tries);

/** The verdict's flips with a fair coin for the direction of each: what they would be if there were no difference. */
function withoutDifference({ won, lost, items }: Verdict, draw: () => number): Verdict {
  const pairs = Array.from({ length: items }, (_, at): OutcomePair => {
    const heads = draw() < 0.5;
    const flipped = at < won + lost;
    return { before: flipped && heads ? 1 : 0, after: flipped && !heads ? 1 : 0, source: `item ${at}` };
  });
  const sides = { before: "0".repeat(64), after: "1".repeat(64) };
  return compareOutcomes(pairs, { alpha, margin: 0.05, sides });
}

beforeAll(async () => {
  await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) });
}, 1_200_000);

test(
  "adapters that learnt shuffled answers are promoted no more often than alpha allows",
  { timeout: 1_800_000 },
  async () => {
    await using made = await gitClass({ rules: "{ weights: retrain }" });
    const records: GradeRecord[] = [];
    for (const seed of seeds) {
      await made.git("checkout", "-q", "-B", "submission", "main");
      const files = await submittedAdapter({
        like: "2026-s1/shop-reviews",
        train: (rows) => withShuffledAnswers(rows.slice(0, 64), seed),
        eval: (rows) => rows.slice(0, 40),
        manifest: (text) =>
          text.replace(/^train:.*$/m, `train: { recipe: default, batchSize: 8, epochs: 1, seed: ${seed} }`),
      });
      for (const [name, text] of Object.entries(files)) await made.write(`${folder}/${name}`, text);
      await made.commit(`seed ${seed}`);
      const graded = await made.loco("grade", "--base-ref", "main");
      expect({ exitCode: graded.exitCode, stderr: graded.stderr }).toMatchObject({ exitCode: 0 });
      const record = await made.record("2026-s2/shop-reviews");
      expect(record.weights).toMatchObject({ from: "retrained", trainingData: "verified" });
      records.push(record);
      const { won, lost, items, outcome } = record.results!.againstBest;
      const { harm, constant } = record;
      console.log(
        `seed ${seed}: right on ${record.results!.adapterRun.counts.right} of ${items}, ${won} won and ${lost} lost to the base with its best prompt: ${outcome}; always ${constant!.answer}: ${constant!.right}, ${constant!.verdict.outcome}; panel: ${harm!.rerouted} rerouted, ${harm!.verdict.outcome}; routed: ${record.route}`,
      );
    }
    expect(new Set(records.map(({ weights }) => weights!.sha256)).size).toBe(seeds.length);
    const promoted = records.filter(({ route }) => route === true).length;
    expect(promoted / seeds.length).toBeLessThanOrEqual(mostPromoted(seeds.length));
    // That is what the gate recommends. To be better than this base may be true of who learnt shuffled labels: it names a label always, as the
    // base under its best prompt does not, and still uses what the base knows of the questions.
    const better = records.filter(({ results }) => results!.againstBest.outcome === "better").length;

    const draw = drawFrom(2026);
    let falsely = 0;
    for (let at = 0; at < resamples; at++) {
      const { results, constant, harm } = records[at % records.length]!;
      const verdicts = [results!.againstBest, constant!.verdict, harm!.verdict];
      const [againstBest] = adjustVerdicts(
        verdicts.map((verdict) => withoutDifference(verdict, draw)),
        "holm",
      );
      if (againstBest!.outcome === "better") falsely++;
    }
    console.log(
      `${promoted} of ${seeds.length} null adapters promoted, ${better} better than the base; better without a difference in ${falsely} of ${resamples} resamples`,
    );
    expect(falsely).toBeGreaterThan(0);
    expect(falsely / resamples).toBeLessThanOrEqual(mostPromoted(resamples));
  },
);
