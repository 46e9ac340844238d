import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gateOnCopies, trainedAdapters, type GateOnCopies } from "../../test/gate-copies.ts";

let gate: GateOnCopies;
beforeAll(async () => {
  gate = await gateOnCopies();
});
afterAll(() => gate[Symbol.asyncDispose]());

describe.each(trainedAdapters.map((adapter) => [adapter.id, adapter] as const))("a wrong copy of %s", (_, adapter) => {
  test("whose alpha is quadrupled fails the parity gate", async () => {
    expect(await gate.judge(adapter, "alpha quadrupled")).toMatchObject({ passed: false });
  });

  test("whose query and key rows are not permuted fails it where the effect can be told from noise", async () => {
    const { passed, misorder, allowedMisorder } = await gate.judge(adapter, "rows not permuted");
    expect(misorder).toBeGreaterThan(0.5);
    // Labels of two tokens: the effect is as small as the noise, so that it may not be told from it.
    const isTold = allowedMisorder === 0.5;
    expect(passed && isTold).toBe(false);
    expect(isTold || adapter.manifest.score.scorer === "choice").toBe(true);
  });
});
