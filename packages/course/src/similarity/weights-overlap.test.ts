import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fc, test } from "@fast-check/vitest";
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { AdapterBase } from "@locollm/store";
import { drawFrom } from "../../test/draw.ts";
import { loraFile, product, tinyBase, type Factors, type Rows } from "../../test/lora-file.ts";
import { weightUpdates, type WeightUpdates } from "./weight-updates.ts";
import { weightsOverlap } from "./weights-overlap.ts";

type Weights = Readonly<Record<"blk.0.attn_q.weight" | "blk.0.ffn_up.weight", Factors>>;

let folder: string;
let base: AdapterBase;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco-overlap-"));
  base = await tinyBase(path.join(folder, "base.gguf"));
});
afterAll(() => rm(folder, { recursive: true }));

async function updates(weights: Record<string, Factors>, alpha = 1): Promise<WeightUpdates> {
  return weightUpdates(await loraFile(path.join(folder, "lora.gguf"), base, alpha, weights));
}

/** Values from -0.5 to 0.5, from a seed: what fast-check itself draws is mostly zero or tiny, and no update. */
const weightsOf = (rank: number): fc.Arbitrary<Weights> =>
  fc.nat().map((seed) => {
    const draw = drawFrom(seed);
    const matrix = (rows: number, columns: number): Rows =>
      Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw(1001) / 1000 - 0.5));
    return {
      "blk.0.attn_q.weight": { b: matrix(6, rank), a: matrix(rank, 8) },
      "blk.0.ffn_up.weight": { b: matrix(10, rank), a: matrix(rank, 6) },
    };
  });

/** Both updates written out, as one vector each. */
function cosine(one: Weights, other: Weights): number {
  const vector = (weights: Weights) => Object.values(weights).flatMap(({ b, a }) => product(b, a).flat());
  const [x, y] = [vector(one), vector(other)];
  const inner = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const norms = Math.sqrt(inner(x, x) * inner(y, y));
  return norms === 0 ? 0 : inner(x, y) / norms;
}

function mapped(weights: Weights, change: (factors: Factors) => Factors): Record<string, Factors> {
  return Object.fromEntries(Object.entries(weights).map(([target, factors]) => [target, change(factors)]));
}

const runs = { numRuns: 30 };

describe("the overlap of two adapters' weights", () => {
  test.prop([weightsOf(3), weightsOf(2)], runs)("is the cosine of the written-out updates", async (one, other) => {
    const [a, b] = [await updates(one), await updates(other)];
    const overlap = weightsOverlap(a, b);
    expect(overlap.cosine).toBeCloseTo(cosine(one, other), 4);
    const back = weightsOverlap(b, a);
    expect(back.cosine).toBeCloseTo(overlap.cosine, 6);
    expect(back.outputs).toBeCloseTo(overlap.outputs, 6);
    expect(back.inputs).toBeCloseTo(overlap.inputs, 6);
  });

  // L·U with ones on both diagonals can always be undone. In thousandths: the strict reader takes no subnormal numbers in so few.
  const thousandths = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 1000);
  const lower = fc.tuple(thousandths, thousandths);
  test.prop([weightsOf(2), lower, fc.double({ min: 0.01, max: 1, noNaN: true })], runs)(
    "stays 1 however an update is factored, scaled and filled up",
    async (weights, [l, u], scale) => {
      const r: Rows = [
        [1, u],
        [l, l * u + 1],
      ];
      const inverse: Rows = [
        [l * u + 1, -u],
        [-l, 1],
      ];
      const own = await updates(weights);
      const changed = mapped(weights, ({ b, a }) => ({
        b: product(b, r).map((row) => [...row, 0]),
        a: [...product(inverse, a), a[0]!],
      }));
      const other = await updates(changed, scale);
      const { cosine: same, outputs, inputs, shared } = weightsOverlap(own, other);
      expect(shared).toBe(2);
      expect(same).toBeCloseTo(1, 4);
      expect(outputs).toBeCloseTo(1, 3);
      expect(inputs).toBeCloseTo(1, 3);
    },
  );

  const unit = (length: number, at: number) => Array.from({ length }, (_, i) => (i === at ? 0.1 : 0));
  const along = (output: number, input: number): Factors => ({
    b: unit(6, output).map((value) => [value]),
    a: [unit(8, input)],
  });

  test("tells what is written from what is read", async () => {
    const one = await updates({ "blk.0.attn_q.weight": along(0, 0) });
    const sameInput = await updates({ "blk.0.attn_q.weight": along(1, 0) });
    expect(weightsOverlap(one, sameInput)).toEqual({ cosine: 0, outputs: 0, inputs: 1, shared: 1 });
    const opposite = await updates({
      "blk.0.attn_q.weight": { ...along(0, 0), a: [unit(8, 0).map((value) => -value)] },
    });
    expect(weightsOverlap(one, opposite)).toMatchObject({ cosine: -1, outputs: 1, inputs: 1 });
  });

  test("counts weights that only one of them changes", async () => {
    const part = { "blk.0.attn_q.weight": along(0, 0) };
    const whole = { ...part, "blk.0.ffn_up.weight": { b: unit(10, 3).map((value) => [value]), a: [unit(6, 1)] } };
    const overlap = weightsOverlap(await updates(part), await updates(whole));
    expect(overlap).toMatchObject({ outputs: 1, shared: 1 });
    expect(overlap.cosine).toBeCloseTo(Math.SQRT1_2, 6);
  });

  test.prop([fc.nat(), fc.integer({ min: 1, max: 8 })], { numRuns: 200 })(
    "stays in its ranges whatever the strict reader accepts: tiny, repeated, vanishing values",
    async (seed, rank) => {
      const draw = drawFrom(seed);
      const odd = [0, 2e-38, -2e-38, 1e-20, 3e-5, 0.1, -0.1];
      const matrix = (rows: number, columns: number): Rows =>
        Array.from({ length: rows }, () => {
          const scale = 10 ** -(1 + draw(37));
          return Array.from({ length: columns }, () => (draw(3) === 0 ? scale : odd[draw(odd.length)]!));
        });
      const own = await updates({ "blk.0.attn_q.weight": { b: matrix(6, rank), a: matrix(rank, 8) } });
      const same = weightsOverlap(own, own);
      if (same.shared > 0) expect(same.cosine).toBeCloseTo(1, 4);
      const other = await updates({ "blk.0.attn_q.weight": { b: matrix(6, rank), a: matrix(rank, 8) } }, 1e-30);
      const { cosine, outputs, inputs } = weightsOverlap(own, other);
      expect(Math.abs(cosine)).toBeLessThanOrEqual(1);
      for (const share of [outputs, inputs]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    },
  );

  test("an update of nothing is like none", async () => {
    const zero = await updates({
      "blk.0.attn_q.weight": { b: unit(6, 9).map((value) => [value]), a: [unit(8, 0)] },
    });
    const one = await updates({ "blk.0.attn_q.weight": along(0, 0) });
    expect(weightsOverlap(zero, one)).toEqual({ cosine: 0, outputs: 0, inputs: 0, shared: 0 });
  });
});
