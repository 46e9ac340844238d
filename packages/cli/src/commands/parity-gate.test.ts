import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gateOnCopies, trainedAdapters, type GateOnCopies } from "../../test/gate-copies.ts";

let gate: GateOnCopies;
beforeAll(async () => {
  gate = await gateOnCopies();
}, 300_000);
afterAll(() => gate[Symbol.asyncDispose]());

test.each(trainedAdapters.map((adapter) => [adapter.id, adapter] as const))(
  "the parity gate passes the committed weights of %s",
  { timeout: 300_000 },
  async (_, adapter) => {
    expect(await gate.judge(adapter)).toMatchObject({ passed: true });
  },
);

// Those of the others are in parity-gate.long.test.ts.
describe("the parity gate fails a copy of 2026-s2/iso-dates", { timeout: 300_000 }, () => {
  const adapter = trainedAdapters.find(({ id }) => id === "2026-s2/iso-dates")!;

  test("whose alpha is quadrupled", async () => {
    expect(await gate.judge(adapter, "alpha quadrupled")).toMatchObject({ passed: false });
  });

  test("whose query and key rows are not permuted", async () => {
    const { passed, misorder } = await gate.judge(adapter, "rows not permuted");
    expect(passed).toBe(false);
    expect(misorder).toBeGreaterThan(0.5);
  });
});
