import type { MigratedAdapter, Migration, Verdict } from "@locollm/core";
import { expect, test } from "vitest";
import { decideMigration } from "./decide-migration.ts";
import { joinMigrations } from "./join-migrations.ts";

const verdict = (pValue: number): Verdict =>
  ({
    outcome: pValue < 0.05 ? "better" : "no-difference-shown",
    pValue,
    alpha: 0.05,
    nonInferiority: { margin: 0.05, pValue: 1e-9, shown: true },
  }) as Verdict;

const moved = (adapter: string, pValue: number): MigratedAdapter =>
  ({
    adapter,
    overBase: verdict(pValue),
    overBefore: verdict(0.5),
    baseOverBefore: { ...verdict(0.5), nonInferiority: { margin: 0.05, pValue: 0.9, shown: false } },
    baseAfter: { interval: [0.5, 0.6] },
  }) as unknown as MigratedAdapter;

const migration = (all: readonly MigratedAdapter[], missing: readonly string[] = [], margin = 0.05): Migration =>
  ({
    semester: "2026-s1",
    from: { id: "a", sha256: "0" },
    to: { id: "b", sha256: "1" },
    alpha: 0.05,
    margin,
    adapters: decideMigration(all, 0.05),
    missing: missing.map((adapter) => ({ adapter, reason: "Broken.", fix: "Mend it." })),
  }) as unknown as Migration;

const all = ["x", "y", "z"];

test("some adapters moved again stand beside the others, and Holm counts all", () => {
  const record = migration([moved("x", 0.6), moved("y", 0.9)], ["z"]);
  const alone = migration([moved("x", 0.04)]);
  expect(alone.adapters[0]!.moved.overBase.outcome).toBe("better");
  const joined = joinMigrations(record, alone, all);
  expect(joined.adapters.map((one) => one.moved.adapter)).toEqual(["x", "y"]);
  expect(joined.missing.map(({ adapter }) => adapter)).toEqual(["z"]);
  expect(joined.adapters[0]!.moved.overBase.outcome).toBe("no-difference-shown");
});

test("one that could not be moved, and now is, is named once", () => {
  const joined = joinMigrations(migration([moved("x", 0.6)], ["z"]), migration([moved("z", 1e-9)]), all);
  expect(joined.adapters.map((one) => one.moved.adapter)).toEqual(["x", "z"]);
  expect(joined.missing).toEqual([]);
});

test("verdicts of another margin are not mixed, unless all are made anew", () => {
  const record = migration([moved("x", 0.6), moved("y", 0.9)]);
  expect(() => joinMigrations(record, migration([moved("x", 0.6)], [], 0.02), all)).toThrow("by other rules");
  const anew = migration([moved("x", 0.6)], ["y"], 0.02);
  expect(joinMigrations(record, anew, all)).toBe(anew);
});

test("an adapter that the semester has no more is no part of it", () => {
  const joined = joinMigrations(migration([moved("x", 0.6), moved("gone", 1e-9)]), migration([moved("x", 0.04)]), all);
  expect(joined.adapters).toHaveLength(1);
  expect(joined.adapters[0]!.moved.overBase.outcome).toBe("better");
});
