import { expect, test } from "vitest";
import { readMbpp } from "../../../test/mbpp.ts";
import { python } from "./python.ts";

const tasks = readMbpp();

test("MBPP's reference solutions are right, and functions that return None are not", async (context) => {
  if (tasks === undefined) {
    console.log("skipped: no data");
    context.skip();
    return;
  }
  await using scorer = python({ timeLimit: 60, memory: 256 });
  const notRight = await Promise.all(
    tasks.map(async ({ item, solution }) => {
      const { outcome, reason } = await scorer(item, solution);
      return outcome === "right" ? [] : [`${item.id} ${outcome}: ${reason}`];
    }),
  );
  expect(tasks).toHaveLength(974);
  expect(notRight.flat()).toMatchInlineSnapshot();
  expect(tasks.length - notRight.flat().length).toBeGreaterThanOrEqual(959);
  const right = await Promise.all(
    tasks.map(async ({ item, nothing }) => ((await scorer(item, nothing)).outcome === "right" ? [item.id] : [])),
  );
  expect(right.flat()).toEqual([]);
});
