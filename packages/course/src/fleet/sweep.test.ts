import { expect, test } from "vitest";
import { heldOutForSweep, isWhole, sweepIsClear, sweepRows, sweepSettings } from "./sweep.ts";
import type { TaskStatus } from "./fleet-status.ts";

test("every combination of what is named", () => {
  expect(sweepSettings(["rank=4,8", "lr=1e-3,0.002", "seed=1"])).toEqual([
    { rank: 4, learningRate: 0.001, seed: 1 },
    { rank: 4, learningRate: 0.002, seed: 1 },
    { rank: 8, learningRate: 0.001, seed: 1 },
    { rank: 8, learningRate: 0.002, seed: 1 },
  ]);
  expect(sweepSettings(["topLayers=10,null", "schedule=auto"])).toEqual([
    { topLayers: 10, schedule: "auto" },
    { topLayers: null, schedule: "auto" },
  ]);
});

test.each([
  ["rnk=4", /rank/],
  ["rank", /rank=4,8,16/],
  ["rank=", /rank=4,8,16/],
  ["rank=4,many", /expected number/i],
  ["rank=0", />=1/],
  ["method=lora", /rank=4,8,16/],
  ["validation=0.1,0.2", /hold out the same rows/],
  ["seed=" + Array.from({ length: 300 }, (_, i) => i).join(","), /more than 256/],
])("%s is refused with what to write", (text, fix) => {
  expect(() => sweepSettings([text])).toThrow(
    expect.objectContaining({ code: "wrong-sweep", fix: expect.stringMatching(fix) }),
  );
});

const task = (settings: object, loss: number | null): TaskStatus =>
  ({ task: { settings }, state: { ended: loss === null ? null : { loss } } }) as TaskStatus;

test("the winner has the lowest mean over its seeds, and is clear only where seeds do not overlap", () => {
  const rows = sweepRows([
    task({ rank: 4, seed: 1 }, 0.5),
    task({ rank: 4, seed: 2 }, 0.7),
    task({ rank: 8, seed: 1 }, 0.4),
    task({ rank: 8, seed: 2 }, 0.6),
    task({ rank: 16, seed: 1 }, null),
  ]);
  expect(rows.map(({ settings, losses }) => [settings, losses])).toEqual([
    [{ rank: 8 }, [0.4, 0.6]],
    [{ rank: 4 }, [0.5, 0.7]],
  ]);
  expect(sweepIsClear(rows)).toBe(false);
  expect(sweepIsClear(sweepRows([task({ rank: 4, seed: 1 }, 0.5), task({ rank: 8, seed: 1 }, 0.4)]))).toBeNull();
});

test("a combination of which a training failed is not the winner, however good the others are", () => {
  const rows = sweepRows([
    task({ rank: 4, seed: 1, validation: 0.1 }, 0.1),
    task({ rank: 4, seed: 2, validation: 0.1 }, null),
    task({ rank: 8, seed: 1, validation: 0.1 }, 0.4),
    task({ rank: 8, seed: 2, validation: 0.1 }, 0.5),
  ]);
  expect(rows.map((row) => [row.settings, isWhole(row)])).toEqual([
    [{ rank: 8 }, true],
    [{ rank: 4 }, false],
  ]);
  expect(sweepIsClear(rows)).toBeNull();
});

test("so many rows are held out that the trainer holds them out, and the recipe's own share where it is more", () => {
  expect(heldOutForSweep({ validation: 0 }, 1000)).toBe(0.1);
  expect(heldOutForSweep({ validation: 0.3 }, 1000)).toBe(0.3);
  for (const rows of [32, 33, 47, 100, 159, 161, 320])
    expect(Math.round(rows * heldOutForSweep({ validation: 0.05 }, rows))).toBeGreaterThanOrEqual(16);
  expect(() => heldOutForSweep({ validation: 0.5 }, 31)).toThrow(
    expect.objectContaining({ code: "sweep-rows-too-few" }),
  );
});
