import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {
  loadWeights,
  newAdapter,
  readAdapterData,
  readOrigin,
  readWorkspace,
  resolveAdapter,
  type AdapterBase,
  type AdapterFolder,
} from "@locollm/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classAndBase } from "../../test/class-base.ts";
import { similarWork, type SimilarWork } from "./similar-work.ts";

let root: string;
let base: AdapterBase;
const earlier = "2026-s1/iso-dates";

beforeAll(async () => {
  const ours = await classAndBase();
  base = ours.base;
  root = await mkdtemp(path.join(os.tmpdir(), "loco clàss-"));
  for (const name of ["bases", "semesters"])
    await cp(path.join(ours.workspace.root, name), path.join(root, name), { recursive: true });
}, 300_000);
afterAll(() => rm(root, { recursive: true }));

/** A new adapter of 2026-s2 with all of the earlier one's rows; gone afterwards. */
async function builtOn(slug: string, change: (manifest: string) => string): Promise<AsyncDisposable> {
  const origin = await readOrigin(resolveAdapter(await readWorkspace(root), earlier));
  const folder = await newAdapter({
    root,
    semester: "2026-s2",
    slug,
    origin: { ...origin, manifest: change(origin.manifest) },
  });
  return { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function compare(name: string, weightsOf: string, before?: AdapterFolder): Promise<SimilarWork> {
  const workspace = await readWorkspace(root);
  const adapter = resolveAdapter(workspace, name);
  const { path: file } = await loadWeights(resolveAdapter(workspace, weightsOf), base.id);
  return similarWork({
    workspace,
    adapter,
    data: await readAdapterData(adapter),
    weights: { file, base },
    besides: before === undefined ? [] : [{ adapter: before, data: await readAdapterData(before) }],
  });
}

const undeclared = (manifest: string) => manifest.replace(/^from: .*\n/m, "");

describe("similar work", () => {
  test("two adapters for one task, made apart, are told with what is usual", async () => {
    const { evidence, usual, compared, withoutWeights } = await compare("2026-s2/iso-dates", "2026-s2/iso-dates");
    expect(compared).toHaveLength(7);
    expect(withoutWeights).toEqual([]);
    expect(evidence.map(({ other, declared, rowsShared }) => ({ other, declared, rowsShared }))).toMatchInlineSnapshot(`
      [
        {
          "declared": false,
          "other": "2026-s1/iso-dates@1.0.0",
          "rowsShared": 0,
        },
      ]
    `);
    expect(evidence[0]!.sentences).toMatchInlineSnapshot(`
      [
        "Not declared: neither names the other in from.",
        "The weights' updates have a cosine of 0.63, and 39 % of the directions that they write are shared; the 6 other adapters that were compared: at most 0.11 and 5 %. Two adapters for one task, made apart: 0.63 and 39 %; one trained twice from the same rows and seed: at least 0.97 and 96 %.",
        "They share 94 % of the directions that they read, as adapters do that start from the same seed (61 % or more whatever the task), which makes those for one task more alike.",
      ]
    `);
    expect(Object.values(usual!).map((value) => Number(value!.toFixed(2)))).toMatchInlineSnapshot(`
      [
        6,
        6,
        0.11,
        0.05,
        0,
        0,
      ]
    `);
  });

  test("an adapter like no other has nothing to be shown", async () => {
    expect((await compare("2026-s2/word-problems", "2026-s2/word-problems")).evidence).toEqual([]);
  });

  test("rows and weights of an earlier semester under another name", async () => {
    await using _ = await builtOn("calendar", undeclared);
    const { evidence } = await compare("2026-s2/calendar", earlier);
    expect(evidence.map(({ other, declared }) => [other, declared])).toMatchInlineSnapshot(`
      [
        [
          "2026-s1/iso-dates@1.0.0",
          false,
        ],
        [
          "2026-s2/iso-dates@1.0.0",
          false,
        ],
      ]
    `);
    expect(evidence[0]!.sentences).toMatchInlineSnapshot(`
      [
        "Not declared: neither names the other in from.",
        "The weights' updates have a cosine of 1.00, and 100 % of the directions that they write are shared; the 6 other adapters that were compared: at most 0.13 and 5 %. Two adapters for one task, made apart: 0.63 and 39 %; one trained twice from the same rows and seed: at least 0.97 and 96 %.",
        "They share 100 % of the directions that they read, as adapters do that start from the same seed (61 % or more whatever the task), which makes those for one task more alike.",
        "720 of 720 training rows have nearly the question and the very answer of one of its training rows, such as train-0001 (line 1) and its train-0001 (line 1); of three-word passages 1.00 ± 0.00 are in both sets; the 6 other adapters that were compared: at most 0 rows and 0.00. Sets of one generator from two seeds: 0.06 to 0.49.",
        "240 of 240 evaluation rows have nearly the question and the very answer of one of its evaluation rows, such as eval-0001 (line 1) and its eval-0001 (line 1); of three-word passages 1.00 ± 0.00 are in both sets; the 6 other adapters that were compared: at most 0 rows and 0.00. Sets of one generator from two seeds: 0.06 to 0.49.",
      ]
    `);
  });

  test("the same, declared, and through an adapter in between", async () => {
    await using _ = await builtOn("calendar", (manifest) => manifest);
    expect((await compare("2026-s2/calendar", earlier)).evidence[0]!.sentences[0]).toMatchInlineSnapshot(
      `"Declared: it builds on 2026-s1/iso-dates@1.0.0."`,
    );
    await using _other = await builtOn("almanac", (manifest) =>
      manifest.replace(/^from: .*$/m, "from: [2026-s2/calendar@1.0.0]"),
    );
    const { evidence } = await compare("2026-s2/almanac", earlier);
    expect(evidence.map(({ sentences }) => sentences[0])).toMatchInlineSnapshot(`
      [
        "Declared: it builds on 2026-s2/calendar@1.0.0, which builds on 2026-s1/iso-dates@1.0.0.",
        "Declared: it builds on 2026-s2/calendar@1.0.0.",
        "Not declared: neither names the other in from.",
      ]
    `);
    // Whoever is built on by another has no less in common with it.
    const back = (await compare("2026-s2/calendar", earlier)).evidence.find(({ other }) => other.includes("almanac"))!;
    expect([back.declared, back.weightsCosine, back.sentences[0]]).toMatchInlineSnapshot(`
      [
        true,
        null,
        "Declared: 2026-s2/almanac builds on 2026-s2/calendar@1.0.0.",
      ]
    `);
  });

  test("another adapter's evaluation questions among training rows", async () => {
    await using _ = await builtOn("triage", undeclared);
    const stolen = await readFile(path.join(root, "semesters/2026-s2/adapters/ticket-triage/data/eval.jsonl"), "utf8");
    const file = path.join(root, "semesters/2026-s2/adapters/triage/data/train.jsonl");
    await writeFile(file, stolen.replaceAll('"id":"eval', '"id":"mine'));
    const { evidence } = await compare("2026-s2/triage", earlier);
    const asked = evidence.find(({ other }) => other.startsWith("2026-s2/ticket-triage"))!;
    expect(asked.sentences).toMatchInlineSnapshot(`
      [
        "Not declared: neither names the other in from.",
        "3 of 240 training rows have nearly the question and the very answer of one of its training rows, such as mine-0005 (line 5) and its train-0856 (line 856); of three-word passages 0.11 ± 0.02 are in both sets; the 5 other adapters that were compared: at most 0 rows and 0.00. Sets of one generator from two seeds: 0.06 to 0.49.",
        "240 of 240 training rows have nearly the question and the very answer of one of its evaluation rows, such as mine-0001 (line 1) and its eval-0001 (line 1); of three-word passages 1.00 ± 0.00 are in both sets; the 5 other adapters that were compared: at most 0 rows and 0.00. Sets of one generator from two seeds: 0.06 to 0.49.",
      ]
    `);
  });

  test("an earlier version of itself counts as declared; the same version is itself", async () => {
    const own = resolveAdapter(await readWorkspace(root), "2026-s2/library-sql");
    expect((await compare(own.id, own.id, own)).evidence).toEqual([]);
    const before = { ...own, manifest: { ...own.manifest, version: "0.9.0" } };
    const [evidence] = (await compare(own.id, own.id, before)).evidence;
    expect([evidence!.other, evidence!.declared, evidence!.sentences[0]]).toMatchInlineSnapshot(`
      [
        "2026-s2/library-sql@0.9.0",
        true,
        "Declared: an earlier version of the same adapter.",
      ]
    `);
  });

  test("judges nobody, and shows places of rows but never what they say", async () => {
    await using _ = await builtOn("calendar", undeclared);
    const { evidence } = await compare("2026-s2/calendar", earlier);
    const words = JSON.stringify(evidence);
    expect(words).not.toMatch(/cop(y|ied)|plagiar|cheat|stole|dishonest|suspic|guilt|misconduct/i);
    const adapter = resolveAdapter(await readWorkspace(root), "2026-s2/calendar");
    for (const { item } of (await readAdapterData(adapter)).train) expect(words).not.toContain(item.prompt);
  });

  test("weights that cannot be read are named, not left out", async () => {
    const file = path.join(root, "semesters/2026-s2/adapters/ticket-triage/locks", `${base.id}.json`);
    const lock = await readFile(file, "utf8");
    const { weights, ...rest } = JSON.parse(lock) as { weights: object };
    const elsewhere = { ...weights, sha256: "0".repeat(64), source: "https://example.org/triage.gguf" };
    await writeFile(file, JSON.stringify({ ...rest, weights: elsewhere }));
    const { withoutWeights, compared } = await compare("2026-s2/iso-dates", "2026-s2/iso-dates");
    await writeFile(file, lock);
    expect(compared).toContain("2026-s2/ticket-triage@1.0.0");
    expect(withoutWeights).toMatchInlineSnapshot(`
      [
        {
          "other": "2026-s2/ticket-triage@1.0.0",
          "why": "its weights are at an address, and not on this disk",
        },
      ]
    `);
  });
});
