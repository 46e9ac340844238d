import { expect, test } from "vitest";
import { sweepIsClear, sweepRows, sweepSettings } from "./sweep.ts";
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
