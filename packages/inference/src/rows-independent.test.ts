import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fetchBase, readWorkspace } from "@locollm/store";
import type { LlamaModel, Token } from "node-llama-cpp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLanePool, type LanePool } from "./lane-pool.ts";
import { promptReader, type PreparedRequest } from "./prompt-reader.ts";
import { rowsIndependent } from "./rows-independent.ts";
import { startLlama } from "./start-llama.ts";

const width = 8;
const shape = { lora: null, width, laneLength: 256, staged: width };
let home: string;
let model: LlamaModel;
let pool: LanePool;
let systemInfo: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "loco rows-"));
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

const inputs = () => ({ systemInfo, base: "b179", lora: null });

test("is tried once and then known; what is damaged is tried again", { timeout: 60_000 }, async () => {
  const { lanes, giveBack } = await pool.take(shape);
  const found = await rowsIndependent(lanes, inputs(), home);
  const [name, ...others] = await readdir(path.join(home, "calibration"));
  const file = path.join(home, "calibration", name!);
  expect(others).toEqual([]);
  expect(await readFile(file, "utf8")).toBe(String(found));
  await writeFile(file, String(!found));
  expect(await rowsIndependent(lanes, inputs(), home)).toBe(!found);
  await writeFile(file, "tr");
  expect(await rowsIndependent(lanes, inputs(), home)).toBe(found);
  giveBack();
});

test(
  "where rows are independent, prompts begin the same alone, in lanes and staged",
  { timeout: 120_000 },
  async () => {
    const { lanes, giveBack } = await pool.take(shape);
    const independent = await rowsIndependent(lanes, inputs(), home);
    const prefix = model.tokenize("You answer questions about geography in few words.\n", true);
    // 6, 8 and 10 of a kind: as many as are free, as many as can be staged, and more.
    const prepared = [11, 12, 17].flatMap((length, kind) =>
      Array.from({ length: 6 + 2 * kind }, (_, index): PreparedRequest => ({
        request: {
          id: `${length}-${index}`,
          messages: [],
          sampling: { temperature: 0, topP: 1, seed: 0, maxTokens: 1 },
        },
        prompt: {
          prefixKey: "geography",
          prefix,
          rest: Array.from({ length }, (_, at) => (1000 + ((index * 97 + at * 13) % 9000)) as Token),
        },
      })),
    );
    const begin = async (together: boolean, free: number) => {
      const reader = promptReader(lanes, prepared, together, () => {
        throw new Error("greedy answers need no sampler of their own");
      });
      const picks: Record<string, unknown> = {};
      for (let lane = 0; ; lane = (lane + 1) % (width - free + 1)) {
        const begun = await reader.next(lane, free);
        if (begun.length === 0) return picks;
        const steps = await lanes.step(
          begun.map(({ position, first }, index) => ({ lane: lane + index, position, token: first.token })),
        );
        for (const [index, { prepared: one, first }] of begun.entries()) {
          picks[one.request.id] = { first, second: await lanes.pick(index, steps[index]!) };
        }
      }
    };
    const alone = await begin(false, 1);
    expect(Object.keys(alone)).toHaveLength(24);
    expect(await begin(independent, 1)).toEqual(alone);
    expect(await begin(independent, width)).toEqual(alone);
    giveBack();
  },
);
