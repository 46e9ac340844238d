import { recipes, sha256Hex, type Lock } from "@locollm/core";
import { expect, test } from "vitest";
import { ggufParts } from "../gguf/write-gguf.ts";
import { findingsOf, folder } from "./check-adapter.fixture.ts";

const base = "a".repeat(64);

function adapterGguf(trainedOn: string): Buffer {
  const metadata = new Map([
    ["general.architecture", { type: "string", value: "llama" }],
    ["loco.base.sha256", { type: "string", value: trainedOn }],
  ] as const);
  const tensors = [{ name: "w", type: "F16", dims: [8, 2], data: new Uint8Array(32) }] as const;
  return Buffer.concat([...ggufParts({ metadata, tensors })]);
}

function lockOf(weights: Uint8Array, over: { readonly source?: string; readonly base?: string } = {}): string {
  const lock: Lock = {
    schema: 1,
    adapter: "2026-s2/demo",
    version: "1.0.0",
    base: { id: over.base ?? "tiny", sha256: base, template: base },
    manifest: base,
    data: { train: { sha256: base, rows: 6 } },
    recipe: recipes["default"]!,
    weights: { sha256: sha256Hex(weights), bytes: weights.length, source: over.source ?? "weights/tiny.gguf" },
    parity: [{ id: "t1", messages: [], continuation: "1", base: [-1], adapter: [-0.5] }],
    trainer: {
      backend: "peft",
      revision: 1,
      precision: "fp32",
      device: "cpu",
      versions: {},
      seconds: 1,
      tokensPerSecond: 1,
      finalLoss: 1,
      machine: { os: "any", cpu: "any", threads: 1, memoryBytes: 1, accelerator: null },
    },
  };
  return JSON.stringify(lock, null, 2);
}

const weights = `${folder}/weights/tiny.gguf`;
const lock = `${folder}/locks/tiny.json`;
const good = adapterGguf(base);

test("weights that are what their lock names, here or at an address, have no findings", async () => {
  expect(await findingsOf({ [weights]: good, [lock]: lockOf(good) })).toEqual([]);
  expect(await findingsOf({ [lock]: lockOf(good, { source: "https://lab.invalid/w.gguf" }) })).toEqual([]);
});

test("weights that are missing, others, cut short, no GGUF, or of another base", async () => {
  const cut = good.subarray(0, 200);
  const page = Buffer.from("<html>log in first</html>");
  const foreign = adapterGguf("b".repeat(64));
  const cases = {
    missing: { [lock]: lockOf(good) },
    elsewhere: { [weights]: good, [lock]: lockOf(good, { source: "../../weights/tiny.gguf" }) },
    others: { [weights]: foreign, [lock]: lockOf(good) },
    cut: { [weights]: cut, [lock]: lockOf(cut) },
    page: { [weights]: page, [lock]: lockOf(page) },
    foreign: { [weights]: foreign, [lock]: lockOf(foreign) },
    unlocked: { [weights]: good },
    renamed: { [weights]: good, [lock]: lockOf(good, { base: "small" }) },
  };
  const found = Object.entries(cases).map(async ([name, files]) => [name, ...(await findingsOf(files))]);
  expect(await Promise.all(found)).toMatchInlineSnapshot(`
    [
      [
        "missing",
        "error weights-missing locks/tiny.json: The weights weights/tiny.gguf that it names are not here. → Bring back the committed file (git checkout -- semesters/2026-s2/adapters/demo), or train again: loco train 2026-s2/demo --base tiny",
      ],
      [
        "elsewhere",
        "error weights-missing locks/tiny.json: The weights ../../weights/tiny.gguf that it names are not here. → Bring back the committed file (git checkout -- semesters/2026-s2/adapters/demo), or train again: loco train 2026-s2/demo --base tiny",
      ],
      [
        "others",
        "error weights-wrong-hash weights/tiny.gguf: These are not the weights that locks/tiny.json names. → Bring back the committed file (git checkout -- semesters/2026-s2/adapters/demo), or train again: loco train 2026-s2/demo --base tiny",
      ],
      [
        "cut",
        "error gguf-truncated weights/tiny.gguf: This is no sound GGUF file: at byte 198, the data type of w should be here, but the file ends at byte 200. → Train again: loco train 2026-s2/demo --base tiny",
      ],
      [
        "page",
        "error gguf-bad-magic weights/tiny.gguf: This is no sound GGUF file: at byte 0, the four letters GGUF should stand. → Train again: loco train 2026-s2/demo --base tiny",
      ],
      [
        "foreign",
        "error adapter-other-base weights/tiny.gguf: These weights were trained on another base than locks/tiny.json says. → Train again: loco train 2026-s2/demo --base tiny",
      ],
      [
        "unlocked",
        "error weights-without-lock weights/tiny.gguf: There is no locks/tiny.json that says what these weights were made from. → Train again: loco train 2026-s2/demo --base tiny",
      ],
      [
        "renamed",
        "error lock-other-base locks/tiny.json: This lock is of the base small, not of tiny. → Rename it to small.json, or train: loco train 2026-s2/demo --base tiny",
      ],
    ]
  `);
});

test("a lock that cannot be read is the one finding", async () => {
  expect(await findingsOf({ [weights]: good, [lock]: '{\n  "schema": 1,\n' })).toMatchInlineSnapshot(`
    [
      "error json-syntax locks/tiny.json:3 This is not JSON: Expected double-quoted property name at column 1. → Mend it, bring it back with git, or write it again: loco train writes locks, loco eval writes results.",
    ]
  `);
});
