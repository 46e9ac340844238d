import { verdictSchema, type Verdict } from "@locollm/core";
import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { rightAnswer, items } from "../../test/city-recordings.ts";
import { adjustVerdicts } from "./adjust-verdicts.ts";
import { compareRuns } from "./compare.ts";

const base = await evaluateSide(() => "Atlantis");
/** The adapter wins the first items; the base wins none. */
const winning = async (count: number, asked = items): Promise<Verdict> =>
  compareRuns(
    asked === items ? base : await evaluateSide(() => "Atlantis", { asked }),
    await evaluateSide((item, i) => (i < count ? rightAnswer(item) : "Atlantis"), { side: "adapter", asked }),
  );

test("what is significant alone may not be among several", async () => {
  const verdicts = [await winning(6), await winning(6), await winning(0), await winning(0)];
  const told = (all: readonly Verdict[]) =>
    all.map(({ outcome, pValue, adjusted }) => `${outcome} ${pValue.toFixed(3)} → ${adjusted?.pValue.toFixed(3)}`);
  expect(verdicts.map(({ outcome }) => outcome).slice(0, 2)).toEqual(["better", "better"]);
  const stepDown = adjustVerdicts(verdicts, "holm");
  for (const verdict of stepDown) expect(verdictSchema.parse(verdict)).toEqual(verdict);
  expect({
    holm: told(stepDown),
    benjaminiHochberg: told(adjustVerdicts(verdicts, "benjamini-hochberg")),
  }).toMatchInlineSnapshot(`
    {
      "benjaminiHochberg": [
        "better 0.016 → 0.031",
        "better 0.016 → 0.031",
        "no-difference-shown 1.000 → 1.000",
        "no-difference-shown 1.000 → 1.000",
      ],
      "holm": [
        "no-difference-shown 0.016 → 0.062",
        "no-difference-shown 0.016 → 0.062",
        "no-difference-shown 1.000 → 1.000",
        "no-difference-shown 1.000 → 1.000",
      ],
    }
  `);
});

test("too few items stay so and do not count", async () => {
  const few = await winning(10, items.slice(0, 10));
  const [kept, one] = adjustVerdicts([few, await winning(6)], "holm");
  expect(kept).toBe(few);
  expect(one!.adjusted).toMatchObject({ comparisons: 1, pValue: one!.pValue });
  expect(one!.outcome).toBe("better");
});
