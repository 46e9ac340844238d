import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { fetchBase, readGguf, readWorkspace } from "@locollm/store";
import { preparePython } from "@locollm/trainer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeRandomBase, type RandomShape } from "../../test/random-base.ts";
import { repository, smallClass } from "../../test/small-class.ts";

const tiny: RandomShape = { blocks: 2, width: 128, feedForward: 256, heads: 4, keyValueHeads: 2, vocabulary: 49_152 };

interface Added {
  readonly ok: boolean;
  readonly data: {
    readonly manifest: { readonly id: string; readonly architecture: string; readonly parameters: number };
    readonly lacks: readonly string[];
    readonly abilities: readonly { readonly work: string; readonly ok: boolean; readonly what: string }[];
  };
}

let made: Awaited<ReturnType<typeof smallClass>>;
let ours: string;
beforeAll(async () => {
  await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) });
  const { bases } = await readWorkspace(repository);
  ours = (await fetchBase(bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!)).path;
  made = await smallClass();
}, 1_200_000);
afterAll(() => made[Symbol.asyncDispose]());

async function added(file: string): Promise<Added> {
  const { stdout } = await made.loco("base", "add", file, "--json");
  return JSON.parse(stdout) as Added;
}

const abilities = ({ data }: Added) => data.abilities.map(({ work, ok, what }) => `${work} ${ok}: ${numberless(what)}`);
const numberless = (text: string) =>
  text.replace(/(?<=differ by )[\d.]+/, "SOME").replace(/(?<=it answers: ).*/, "TEXT");

test("a random Qwen 3 is read, tried, and can be trained", { timeout: 300_000 }, async () => {
  await writeRandomBase(
    path.join(made.root, "tiny-qwen3-q4_0.gguf"),
    { ...tiny, architecture: "qwen3", headSize: 128 },
    readGguf(ours, { keepLongArrays: true }),
  );
  const result = await added("tiny-qwen3-q4_0.gguf");
  expect(result.data.manifest).toMatchObject({ id: "tiny-qwen3-q4-0", architecture: "qwen3", contextLength: 2048 });
  expect(result.data.lacks).toEqual([
    "The file names no licence: write it into licence.name.",
    expect.stringContaining("Its source is a file of this machine"),
  ]);
  expect(abilities(result)).toMatchInlineSnapshot(`
    [
      "ask true: it answers: TEXT",
      "eval true: it tells the probability of each of 3 tokens",
      "train true: qwen3, 2 blocks; the two engines differ by SOME nats a token (allowed 0.5)",
    ]
  `);
  const written = await readFile(path.join(made.root, "bases/tiny-qwen3-q4-0.yaml"), "utf8");
  expect(written).toContain("architecture: qwen3");
});

test(
  "a name that the class has for another file is refused, the same file is tried again",
  { timeout: 300_000 },
  async () => {
    const file = path.join(made.root, "smollm2-135m-instruct-q4-1.gguf");
    await writeRandomBase(
      file,
      { ...tiny, architecture: "llama", headSize: 32 },
      readGguf(ours, { keepLongArrays: true }),
    );
    const { exitCode, stderr } = await made.loco("base", "add", "smollm2-135m-instruct-q4-1.gguf");
    expect({ exitCode, stderr }).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: This class has smollm2-135m-instruct-q4-1 already, with another file.
    See bases/smollm2-135m-instruct-q4-1.yaml. Where this is another base: rename its file, which names it.
    More: loco explain base-known",
    }
  `);

    const before = await readFile(path.join(made.root, "bases/tiny-qwen3-q4-0.yaml"), "utf8");
    await made.write("bases/tiny-qwen3-q4-0.yaml", before.replace("name: unknown", "name: MIT"));
    const again = await made.loco("base", "add", "tiny-qwen3-q4_0.gguf");
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain("licence MIT.\nThis class has it: bases/tiny-qwen3-q4-0.yaml stands as it is.");
  },
);

test("llama's architecture, as the class's base has it, can do all", { timeout: 300_000 }, async () => {
  await copyFile(ours, path.join(made.root, "same.gguf"));
  await made.remove("bases/smollm2-135m-instruct-q4-1.yaml");
  expect(abilities(await added("same.gguf"))).toMatchInlineSnapshot(`
    [
      "ask true: it answers: TEXT",
      "eval true: it tells the probability of each of 3 tokens",
      "train true: llama, 30 blocks; the two engines differ by SOME nats a token (allowed 0.5)",
    ]
  `);
});

test("a path to no file is not looked for on a hub", async () => {
  for (const typed of ["./models/x.gguf", "semesters/2026-s2/x.gguf", "../a/b/x.gguf"]) {
    const { exitCode, stderr } = await made.loco("base", "add", typed);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain(`${typed} is no file here, and no file on a hub.`);
  }
});

test("an adapter is no base", async () => {
  await made.copyAdapter("iso-dates", { train: 1, eval: 1 });
  const weights = "semesters/2026-s2/adapters/iso-dates/weights/smollm2-135m-instruct-q4-1.gguf";
  const { exitCode, stderr } = await made.loco("base", "add", weights);
  expect({ exitCode, stderr }).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "error: smollm2-135m-instruct-q4-1.gguf is no language model: it names no context length.
    Bring a GGUF of a whole model, not of an adapter, a projector or a vocabulary.
    More: loco explain gguf-not-a-base",
    }
  `);
});
