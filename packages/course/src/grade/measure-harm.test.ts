import { sha256Hex, type Generator, type Item } from "@locollm/core";
import type { OpenBase } from "@locollm/inference";
import { readAdapterData, readWorkspace } from "@locollm/store";
import { afterEach, expect, test, vi } from "vitest";
import { placedAdapter, smallClass } from "../../test/small-class.ts";
import type { PanelItem } from "../panel/panel.ts";
import type { Work } from "../work/work.ts";
import { measureHarm } from "./measure-harm.ts";
import type { Answerer, RoutedSystem } from "./routed-system.ts";

afterEach(() => vi.unstubAllEnvs());

const work: Work = {
  talk: {
    say: () => {},
    warn: () => {},
    progress: () => ({ update: () => {}, finish: () => {} }),
  } as unknown as Work["talk"],
  signal: new AbortController().signal,
};

/** An engine whose adapters answer by rule: each is asked by its name, and `asked` lists who was sent which question. */
function answeringEngine(answers: Readonly<Record<string, (item: string) => string>>) {
  const asked: string[] = [];
  const base = { id: "small-base", sha256: sha256Hex("small-base") };
  const generator = (name: string): Generator => ({
    identity: {
      kind: "local",
      engine: "by rule",
      revision: 1,
      base,
      adapter: name === "base" ? null : { id: name, sha256: sha256Hex(name) },
      template: sha256Hex("template"),
      shape: {},
    },
    wave: 1,
    async *generate(requests) {
      for (const { id } of requests) {
        asked.push(`${name} ${id}`);
        const text = answers[name]!(id);
        const timing = { promptTokens: 10, cachedPromptTokens: 0, generatedTokens: 5, milliseconds: 1 };
        yield { id, text, tokens: [{ text, logProbability: -0.5 }], finish: "stop", timing };
      }
    },
    score: () => Promise.reject(new Error("nothing is scored here")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
  const engine: Pick<OpenBase, "sha256" | "generator"> & { manifest: object } = {
    manifest: { id: base.id },
    sha256: base.sha256,
    generator: (options) => generator(options?.adapter?.id ?? "base"),
  };
  return { engine: engine as unknown as OpenBase, asked };
}

test("only items whose answerer changes are asked, on both sides, and the others are pairs without a difference", async () => {
  await using made = await smallClass();
  vi.stubEnv("LOCO_HOME", made.root);
  await placedAdapter(made.classRoot, "iso-dates");
  const { semesters } = await readWorkspace(made.classRoot);
  const [owner] = semesters.find(({ id }) => id === "2026-s2")!.adapters;
  const items = (await readAdapterData(owner!)).eval.map(({ item }) => item);
  const panel = items.map((item): PanelItem => ({ adapter: owner!, item }));
  const answerOf = (id: string) => items.find((item) => item.id === id)!.answer as string;
  const { engine, asked } = answeringEngine({
    old: answerOf,
    thief: () => "no date",
    base: () => "no date",
  });
  const answerer = (name: string): Answerer => ({
    key: name,
    adapter: name === "base" ? null : { id: name, path: name, sha256: sha256Hex(name) },
    manifest: (manifest) => manifest,
  });
  const system = (id: string, names: (item: Item) => string): RoutedSystem => ({
    id: sha256Hex(id),
    router: null,
    answererOf: (item) => answerer(names(item)),
  });
  const taken = new Set(items.slice(0, 3).map(({ id }) => id));
  const [before, after] = [
    system("before", () => "old"),
    system("after", ({ id }) => (taken.has(id) ? "thief" : "old")),
  ];
  const harm = await measureHarm(work, { panel, before, after, engine, alpha: 0.05, margin: 0.05 });
  expect(asked.toSorted()).toEqual([...taken].flatMap((id) => [`old ${id}`, `thief ${id}`]).toSorted());
  expect(harm).toMatchObject({ items: 12, rerouted: 3, verdict: { items: 12, won: 0, lost: 3 } });

  // The same again is answered by the cache, and what nobody takes asks nobody.
  asked.length = 0;
  expect(await measureHarm(work, { panel, before, after, engine, alpha: 0.05, margin: 0.05 })).toEqual(harm);
  const none = await measureHarm(work, { panel, before, after: before, engine, alpha: 0.05, margin: 0.05 });
  expect(none).toMatchObject({ items: 12, rerouted: 0, verdict: { won: 0, lost: 0 } });
  expect(asked).toEqual([]);
});
