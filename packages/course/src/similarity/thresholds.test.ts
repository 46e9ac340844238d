import { loadWeights, readAdapterData, readAdapterGguf } from "@locollm/store";
import { expect, test } from "vitest";
import { classAndBase } from "../../test/class-base.ts";
import { dataOverlap } from "./data-overlap.ts";
import { areMuchAlike, isMuchData, sameStart, sameTask, worthShowing } from "./thresholds.ts";
import { weightUpdates } from "./weight-updates.ts";
import { weightsOverlap } from "./weights-overlap.ts";

test("the sample semesters: different tasks stay far below the thresholds, one task twice is above", async () => {
  const { workspace, base } = await classAndBase();
  const adapters = await Promise.all(
    workspace.semesters
      .flatMap((semester) => semester.adapters)
      .map(async (adapter) => ({
        ...adapter,
        data: await readAdapterData(adapter),
        updates: weightUpdates(readAdapterGguf((await loadWeights(adapter, base.id)).path, base)),
      })),
  );
  const pairs = adapters.flatMap((one, at) =>
    adapters.slice(at + 1).map((other) => ({
      sameTask: one.slug === other.slug,
      weights: weightsOverlap(one.updates, other.updates),
      data: dataOverlap(one.data, other.data),
    })),
  );
  const apart = pairs.filter((pair) => !pair.sameTask);
  const largest = {
    weightsCosine: Math.max(...apart.map(({ weights }) => weights.cosine)),
    subspaceOverlap: Math.max(...apart.map(({ weights }) => weights.outputs)),
    dataJaccard: Math.max(...apart.flatMap(({ data }) => data.map(({ jaccard }) => jaccard))),
    rowsShared: Math.max(...apart.flatMap(({ data }) => data.map(({ rowsShared, rows }) => rowsShared / rows))),
  };
  expect(Object.entries(largest).map(([name, value]) => `${name} ${value.toFixed(3)}`)).toMatchInlineSnapshot(`
    [
      "weightsCosine 0.153",
      "subspaceOverlap 0.064",
      "dataJaccard 0.004",
      "rowsShared 0.000",
    ]
  `);
  for (const [name, value] of Object.entries(largest))
    expect(value).toBeLessThan(0.6 * worthShowing[name as keyof typeof worthShowing]);
  const [dates, ...more] = pairs.filter((pair) => pair.sameTask);
  expect(more).toEqual([]);
  expect(dates!.weights.cosine).toBeCloseTo(sameTask.weightsCosine, 2);
  expect(dates!.weights.outputs).toBeCloseTo(sameTask.subspaceOverlap, 2);
  expect(areMuchAlike(dates!.weights)).toBe(true);
  expect(dates!.data.some(isMuchData)).toBe(false);
  // All were trained from seed 1.
  for (const { weights } of pairs) expect(weights.inputs).toBeGreaterThan(sameStart);
}, 300_000);
