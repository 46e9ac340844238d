import { recipes, type Recipe } from "@locollm/core";
import { expect, test } from "vitest";
import { diagnoseTraining, type Diagnosed } from "./diagnose-training.ts";

const recipe: Recipe = { ...recipes["default"]!, schedule: "linear" };

function run(steps: readonly number[], more: Partial<Diagnosed> & { checks?: Diagnosed["curve"]["checks"] } = {}) {
  const { checks = [], ...rest } = more;
  const rates = steps.map(() => recipe.learningRate);
  return diagnoseTraining({
    curve: { schema: 1, steps: [...steps], rates, checks },
    recipe,
    rows: [],
    hardest: [],
    ...rest,
  });
}

const codes = (troubles: ReturnType<typeof run>) => troubles.map(({ code }) => code);
const falling = (from: number, to: number, steps = 64) =>
  Array.from({ length: steps }, (_, at) => from * (to / from) ** (at / (steps - 1)));

test("a curve as it should be says nothing", () => {
  expect(run(falling(2, 0.05))).toEqual([]);
  expect(
    run(falling(2, 0.05), { checks: [0.5, 0.2, 0.1, 0.09].map((loss, at) => ({ step: 16 * at, loss, right: 0.9 })) }),
  ).toEqual([]);
});

test("what learns nothing, and what has nothing to learn", () => {
  expect(codes(run(falling(1.5, 1.48)))).toEqual(["learns-nothing"]);
  expect(codes(run(falling(0.01, 0.001)))).toEqual(["nothing-to-learn"]);
});

test("answers that the base finds as unlikely as random tokens", () => {
  expect(codes(run(falling(10.5, 6)))).toEqual(["answers-far-from-base"]);
});

test("a rate that is too high, with a lower one to try", () => {
  const [trouble] = run([...falling(2, 0.3, 32), ...falling(4, 2, 32)]);
  expect(trouble).toMatchObject({ code: "rate-too-high", fix: "Set train.learningRate to 0.00033 in adapter.yaml." });
  expect(trouble!.message).toContain("From step 33 on");
});

test("held-out rows tell overfitting from training that was too short", () => {
  const at = (losses: readonly number[]) => losses.map((loss, i) => ({ step: 8 * (i + 1), loss, right: 0.5 }));
  const hardest = ["a", "b", "c", "d"].map((id) => ({ id, loss: 1 }));
  const overfit = run(falling(2, 0.01), { checks: at([0.6, 0.4, 0.5, 0.7]), hardest });
  expect(overfit).toMatchObject([{ code: "overfits", rows: ["a", "b", "c"] }]);
  expect(overfit[0]!.message).toContain("The weights of step 16 are kept.");
  expect(codes(run(falling(2, 0.5), { checks: at([1.5, 1.1, 0.8, 0.6]) }))).toEqual(["still-learning"]);
  const auto = { ...recipe, schedule: "auto" as const };
  expect(run(falling(2, 0.5), { checks: at([1.5, 1.1, 0.8, 0.6]), recipe: auto })).toEqual([]);
});

test("questions with two answers are named, the worst first", () => {
  const row = (id: string, asked: string, target: string) => ({
    id,
    messages: [{ role: "user" as const, content: asked }],
    target,
  });
  const rows = [
    row("1", "When?", "now"),
    row("2", "When?", "later"),
    row("3", "Where?", "here"),
    row("4", "Where?", "here"),
  ];
  const [trouble] = run(falling(2, 0.1), { rows, hardest: [{ id: "2", loss: 3 }] });
  expect(trouble).toMatchObject({ code: "rows-contradict", rows: ["2", "1"] });
  expect(trouble!.message).toMatch(/^One question has/);
});
