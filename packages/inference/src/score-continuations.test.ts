import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fetchBase, readWorkspace } from "@locollm/store";
import type { LlamaModel, Token } from "node-llama-cpp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLanePool, type LanePool } from "./lane-pool.ts";
import { readInPieces } from "./read-in-pieces.ts";
import { scoreContinuations, type PreparedScore } from "./score-continuations.ts";
import { startLlama } from "./start-llama.ts";

const shape = { lora: null, width: 2, laneLength: 512, staged: 0 };
let home: string;
let model: LlamaModel;
let pool: LanePool;
let systemInfo: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "loco pieces-"));
  const workspace = await readWorkspace(path.join(import.meta.dirname, "../../.."));
  const file = await fetchBase(workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!);
  const llama = await startLlama();
  systemInfo = llama.systemInfo;
  model = await llama.loadModel({ modelPath: file.path, gpuLayers: 0 });
  pool = openLanePool(llama, model, { threads: 2, bytesPerToken: 23_040, maxBytes: 1e9 });
}, 300_000);

afterAll(async () => {
  await pool.close();
  await model.dispose();
  await rm(home, { recursive: true });
});

const tokens = (count: number, seed: number) =>
  Array.from({ length: count }, (_, at) => (1000 + ((seed * 97 + at * 13) % 9000)) as Token);

/** Labels of 1, 2, 5 and 12 tokens to one question of so many tokens after the prefix. */
function labelsOf(length: number): PreparedScore[] {
  const prompt = { prefixKey: "geography", prefix: tokens(20, 1), rest: tokens(length, length) };
  return [1, 2, 5, 12].map((count) => {
    const id = `${length} and ${count}`;
    return { request: { id, messages: [], continuation: id }, prompt, continuation: tokens(count, count + 7) };
  });
}

test("labels have the same scores together, alone and in another order", { timeout: 120_000 }, async () => {
  const { lanes, giveBack } = await pool.take(shape);
  const inPieces = await readInPieces(lanes, { systemInfo, base: "b179", lora: null }, home);
  expect(await readdir(path.join(home, "calibration"))).toEqual([expect.stringMatching(/^pieces-/)]);
  // A few tokens, around 64, around a chunk's 256, and more.
  const asked = [2, 40, 60, 64, 257, 300].flatMap(labelsOf);
  const alone = new Map<string, string>();
  for (const one of asked) {
    const [score] = await scoreContinuations(lanes, model, [one], { inPieces });
    alone.set(score!.id, JSON.stringify(score));
  }
  const orders = [
    await scoreContinuations(lanes, model, asked.toReversed(), { inPieces }),
    await scoreContinuations(lanes, model, asked, { inPieces: false }),
  ];
  for (const score of orders.flat()) expect(JSON.stringify(score)).toBe(alone.get(score.id));
  giveBack();
});

test("a question that its labels share is read once", { timeout: 60_000 }, async () => {
  const { lanes, giveBack } = await pool.take(shape);
  const read = lanes.read.bind(lanes);
  let count = 0;
  lanes.read = (lane, position, some, ...rest) => {
    count += some.length;
    return read(lane, position, some, ...rest);
  };
  const readOf = async (length: number, inPieces: boolean) => {
    count = 0;
    await scoreContinuations(lanes, model, labelsOf(length), { inPieces });
    return count;
  };
  await readOf(40, true);
  // All but its last token, which is read with each label; the label of one token is read as before.
  expect(await readOf(40, true)).toBe(40 + 39 + 3 * 1 + (1 + 4 + 11));
  expect(await readOf(40, false)).toBe(4 * 40 + (1 + 4 + 11));
  expect(await readOf(300, false)).toBe(256 + 4 * 44 + (1 + 4 + 11));
  lanes.read = read;
  giveBack();
});
