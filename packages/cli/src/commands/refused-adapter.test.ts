import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { sha256Hex, type Lock } from "@locollm/core";
import { readGguf, readTensor, writeGguf, type GgufValue } from "@locollm/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

const folder = "semesters/2026-s2/adapters/iso-dates";
const base = "smollm2-135m-instruct-q4-1";

let own: Awaited<ReturnType<typeof freshHome>>;
let made: Awaited<ReturnType<typeof smallClass>>;
let weights: string;
let original: Buffer;
beforeAll(async () => {
  own = await freshHome();
  made = await smallClass(own);
  await made.copyAdapter("iso-dates", { train: 20, eval: 20 });
  weights = path.join(made.root, folder, "weights", `${base}.gguf`);
  original = await readFile(weights);
}, 60_000);
afterAll(async () => {
  await made[Symbol.asyncDispose]();
  await own[Symbol.asyncDispose]();
});

/** Puts bytes in the place of the weights, named by the lock, as somebody would who wants them to be taken. */
async function place(bytes: Uint8Array): Promise<void> {
  await writeFile(weights, bytes);
  const file = path.join(made.root, folder, "locks", `${base}.json`);
  const lock = JSON.parse(await readFile(file, "utf8")) as Lock;
  const named = { ...lock.weights, sha256: sha256Hex(bytes), bytes: bytes.length };
  await writeFile(file, JSON.stringify({ ...lock, weights: named }));
}

/** The weights with another metadata value, or with their first matrix half as wide. */
async function changed(change: { readonly key?: [string, GgufValue]; readonly narrow?: true }): Promise<Buffer> {
  const file = path.join(made.root, "changed.gguf");
  await writeFile(file, original);
  const gguf = readGguf(file);
  const metadata = new Map(gguf.metadata);
  if (change.key !== undefined) metadata.set(...change.key);
  const tensors = gguf.tensors.map((tensor, index) => {
    const { name, type, dims } = tensor;
    const data = readTensor(gguf, tensor);
    if (index > 0 || change.narrow !== true) return { name, type: type.name, dims, data };
    return { name, type: type.name, dims: [dims[0]! / 2, dims[1]!], data: data.subarray(0, data.length / 2) };
  });
  await writeGguf(file, { metadata, tensors });
  return readFile(file);
}

test("an adapter for another base, of a wrong shape, cut short, or no GGUF is refused by name", async () => {
  const text = (value: string): GgufValue => ({ type: "string", value });
  const cases = {
    "another base": await changed({ key: ["loco.base.sha256", text("0".repeat(64))] }),
    "a wrong shape": await changed({ narrow: true }),
    "cut short": original.subarray(0, 1_000_000),
    "no GGUF": Buffer.from("version https://git-lfs.github.com/spec/v1\n"),
  };
  const said: Record<string, unknown> = {};
  for (const [name, bytes] of Object.entries(cases)) {
    await place(bytes);
    const { exitCode, stdout, stderr } = await made.loco("ask", "May 3 2021", "--adapter", "iso-dates");
    said[name] = { exitCode, stdout, stderr };
  }
  expect(said).toMatchInlineSnapshot(`
    {
      "a wrong shape": {
        "exitCode": 1,
        "stderr": "error: The adapter 2026-s2/iso-dates does not fit smollm2-135m-instruct-q4-1: blk.0.attn_k.weight is [576,192] in the base, but the pair is [288,4] and [4,192].
    Bring back its committed files with git, or train again: loco train 2026-s2/iso-dates --base smollm2-135m-instruct-q4-1
    More: loco explain adapter-bad-tensor",
        "stdout": "",
      },
      "another base": {
        "exitCode": 1,
        "stderr": "error: The adapter 2026-s2/iso-dates was trained on smollm2-135m-instruct-q4-1 (sha256 000000000000), not on smollm2-135m-instruct-q4-1 (sha256 b179c9523d0e).
    Bring back its committed files with git, or train again: loco train 2026-s2/iso-dates --base smollm2-135m-instruct-q4-1
    More: loco explain adapter-other-base",
        "stdout": "",
      },
      "cut short": {
        "exitCode": 1,
        "stderr": "error: The adapter 2026-s2/iso-dates is not a sound GGUF file: at byte 1000000, blk.11.ffn_up.weight.lora_b needs data up to byte 1007136, but the file ends at byte 1000000.
    Bring back its committed files with git, or train again: loco train 2026-s2/iso-dates --base smollm2-135m-instruct-q4-1
    More: loco explain gguf-truncated",
        "stdout": "",
      },
      "no GGUF": {
        "exitCode": 1,
        "stderr": "error: The adapter 2026-s2/iso-dates is not a sound GGUF file: at byte 0, the four letters GGUF should stand.
    Bring back its committed files with git, or train again: loco train 2026-s2/iso-dates --base smollm2-135m-instruct-q4-1
    More: loco explain gguf-bad-magic",
        "stdout": "",
      },
    }
  `);
  const { exitCode, stdout } = await made.loco("eval", "iso-dates", "--json");
  expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
    exitCode: 1,
    ok: false,
    data: { error: { code: "adapter-has-errors" } },
  });
}, 120_000);

test("a file that is named in place of the weights is called by its own name", async () => {
  await place(original);
  await writeFile(path.join(made.root, "page.gguf"), "<html>");
  const { exitCode, stderr } = await made.loco("parity", "iso-dates", "--weights", "page.gguf");
  expect({ exitCode, stderr: stderr.replace(made.root, "<root>") }).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": "error: <root>/page.gguf is not a sound GGUF file: at byte 0, the four letters GGUF should stand.
    The file is damaged or was not made for this: fetch or export it again.
    More: loco explain gguf-bad-magic",
    }
  `);
  expect((await made.loco("parity", "iso-dates", "--weights", "pages.gguf")).exitCode).toBe(2);
}, 60_000);

test("a broken lock keeps nobody from training anew, a broken result nobody from measuring anew", async () => {
  const lock = path.join(made.root, folder, "locks", `${base}.json`);
  const results = path.join(made.root, folder, "results", `${base}.json`);
  await writeFile(results, "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n");
  const measured = await made.loco("eval", "iso-dates", "--estimate");
  expect({ exitCode: measured.exitCode, stderr: measured.stderr }).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining("Git left both sides of a merge here.") as string,
  });
  await writeFile(lock, "{");
  expect(await made.loco("eval", "iso-dates")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/locks\/smollm2.*\.json:1: error: This is not JSON/) as string,
  });
  const { stderr } = await made.loco("train", "iso-dates", "--estimate");
  expect(stderr).not.toContain("has errors");
}, 120_000);

test("a model card that is missing or UTF-16 stays as it is", async () => {
  await made.copyAdapter("iso-dates", { train: 20, eval: 20 });
  const card = path.join(made.root, folder, "README.md");
  const utf16 = Buffer.from(`\uFEFF${await readFile(card, "utf8")}`, "utf16le");
  await writeFile(card, utf16);
  expect(await made.loco("card", "iso-dates")).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining("README.md: error: The file is UTF-16 text.") as string,
  });
  expect(await readFile(card)).toEqual(utf16);
});
