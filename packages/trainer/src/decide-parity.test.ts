import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { decideParity, type ParityToken } from "./decide-parity.ts";

const noise = fc.float({ min: Math.fround(-0.15), max: Math.fround(0.15), noNaN: true });
const logProbability = fc.float({ min: -12, max: 0, noNaN: true });
const tokens = fc.array(
  fc.record({ base: logProbability, adapter: logProbability, effect: noise, onBase: noise, onAdapter: noise }),
  { minLength: 150, maxLength: 200 },
);
type Drawn = { base: number; adapter: number; effect: number; onBase: number; onAdapter: number };

const shown = (rows: Drawn[], engine: (row: Drawn) => number): ParityToken[] =>
  rows.map((row) => ({
    base: row.base,
    adapter: row.adapter,
    misordered: row.adapter + row.effect,
    engineBase: row.base + row.onBase,
    engineAdapter: engine(row) + row.onAdapter,
  }));
const changes = (rows: Drawn[]): boolean =>
  Math.hypot(...rows.map((row) => row.adapter - row.base)) / Math.sqrt(rows.length) > 1;
const ordered = (rows: Drawn[]): boolean => Math.hypot(...rows.map((row) => row.effect)) > 0.6;

/** Labels: the first token of each is in doubt, the second ends it. */
const labels = (error: (at: number) => number): ParityToken[] =>
  Array.from({ length: 32 }, (_, at) => {
    const [base, adapter] = at % 2 === 0 ? [-10, -1] : [-4, -0.01];
    const misordered = adapter + (at % 4 === 0 ? 0.12 : at % 4 === 2 ? 0.06 : 0);
    return { base, adapter, misordered, engineBase: base + 0.2, engineAdapter: adapter + error(at) };
  });

describe("the gate's rule", () => {
  test.prop([tokens])("passes an adapter that differs by the engines' own noise", (rows) => {
    fc.pre(changes(rows) && ordered(rows));
    const misorder = decideParity(
      shown(
        rows.map((row) => ({ ...row, onAdapter: 0 })),
        (row) => row.adapter,
      ),
      16,
    );
    expect(misorder).toMatchObject({ passed: true, misorder: 0 });
  });

  test.prop([tokens])("fails the base alone", (rows) => {
    fc.pre(changes(rows));
    expect(
      decideParity(
        shown(rows, (row) => row.base),
        16,
      ).passed,
    ).toBe(false);
  });

  test.prop([tokens])("fails what training says of wrongly ordered rows, however small", (rows) => {
    fc.pre(changes(rows) && ordered(rows));
    const result = decideParity(
      shown(
        rows.map((row) => ({ ...row, onAdapter: 0 })),
        (row) => row.adapter + row.effect,
      ),
      16,
    );
    expect(result.misorder).toBeCloseTo(1, 4);
    expect(result.passed).toBe(false);
  });

  test("an effect below the noise is no reason to fail, and one beyond it is", () => {
    // Sixteen labels of two tokens, as a right export of an adapter that learnt shuffled labels had them.
    const right = labels((at) => (at % 4 === 0 ? 0.15 : -0.06));
    expect(decideParity(right, 16)).toMatchObject({ passed: true });
    const { misorder, allowedMisorder } = decideParity(right, 16);
    expect(misorder).toBeGreaterThan(0.5);
    expect(allowedMisorder).toBe(null);
    const beyond = labels((at) => (at % 2 === 0 ? 0.15 : 0));
    expect(decideParity(beyond, 16)).toMatchObject({ passed: false, misorder: expect.closeTo(1.36, 1) as number });
  });

  test.prop([tokens])("the engines' own difference on the base is not taken for a wrong order", (rows) => {
    // An adapter that changes next to nothing: the engines differ with it as they do without.
    fc.pre(ordered(rows));
    const weak = rows.map((row) => ({ ...row, adapter: row.base, effect: row.effect / 10, onAdapter: row.onBase }));
    const { misorder } = decideParity(
      shown(weak, (row) => row.adapter),
      16,
    );
    expect(misorder === null || Math.abs(misorder) < 1e-3).toBe(true);
  });

  test.prop([tokens])("fails an adapter that changes much, where the engines part with it alone", (rows) => {
    const engines = shown(
      rows.map((row) => ({ ...row, base: row.base - 20 })),
      (row) => row.adapter - 0.8,
    );
    const result = decideParity(engines, 16);
    expect(result.relativeError).toBeLessThan(result.allowed);
    expect(result.passed).toBe(false);
  });

  test("fails without tokens, and where the adapter changes nothing", () => {
    expect(decideParity([], 0).passed).toBe(false);
    expect(decideParity([{ base: -1, adapter: -1, engineBase: -1, engineAdapter: -1 }], 1).passed).toBe(false);
  });
});
