import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sha256Hex, type BaseManifest, type LocoError } from "@locollm/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ggufParts } from "../gguf/write-gguf.ts";
import { findCachedBase } from "./cached-base.ts";
import type { FetchEvent } from "./fetch-events.ts";
import { fetchBase } from "./fetch-base.ts";
import { startHub } from "./hub.fixture.ts";
import { importBase } from "./import-base.ts";

const gguf = Buffer.concat([
  ...ggufParts({
    metadata: new Map([["general.architecture", { type: "string", value: "llama" }]]),
    tensors: [{ name: "w", type: "F16", dims: [1024, 512], data: randomBytes(1 << 20) }],
  }),
]);
const sha256 = sha256Hex(gguf);
const manifest = (sources: BaseManifest["sources"], file: Partial<BaseManifest["file"]> = {}): BaseManifest => ({
  schema: 1,
  id: "tiny",
  title: "Tiny",
  architecture: "llama",
  parameters: 524_288,
  file: { name: "tiny.gguf", bytes: gguf.length, sha256, ...file },
  sources,
  licence: { name: "Apache-2.0" },
  contextLength: 256,
});

let folder: string;
let home: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco fetch-"));
});
beforeEach(() => {
  home = path.join(folder, `home ${count++}`);
  delete process.env["HF_ENDPOINT"];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hubPath = "/o/r/resolve/main/tiny.gguf";

test("brings a base once, verified, read-only, and needs no network after", async () => {
  const hub = await startHub({ [hubPath]: gguf });
  process.env["HF_ENDPOINT"] = hub.endpoint;
  const events: FetchEvent["event"][] = [];
  const fetched = await fetchBase(manifest(["hub:o/r/tiny.gguf"]), {
    home,
    onProgress: ({ event }) => events.push(event),
  });
  await hub[Symbol.asyncDispose]();
  expect(fetched).toEqual({ id: "tiny", path: path.join(home, "bases", `${sha256}.gguf`), sha256 });
  expect((await stat(fetched.path)).mode & 0o222).toBe(0);
  expect(new Set(events)).toEqual(new Set(["source", "progress"]));
  expect(await fetchBase(manifest(["hub:o/r/tiny.gguf"]), { home })).toEqual(fetched);
  expect(await readdir(path.join(home, "downloads"))).toEqual([]);
});

test("tries the sources in order and says why each failed", async () => {
  await using hub = await startHub({ "/lab/tiny.gguf": gguf, "/wrong": randomBytes(100) });
  process.env["HF_ENDPOINT"] = hub.endpoint;
  const fallback = manifest([
    "hub:o/r/tiny.gguf",
    `http:${hub.endpoint.slice(5)}/wrong`,
    `http:${hub.endpoint.slice(5)}/lab/tiny.gguf`,
  ]);
  expect((await fetchBase(fallback, { home })).sha256).toBe(sha256);

  const failing = manifest(["hub:o/r/tiny.gguf", "file:nowhere.gguf"]);
  const error = await fetchBase(failing, { home: `${home} 2`, root: folder }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "base-unavailable", kind: "machine" });
  expect((error as LocoError).message.replaceAll(folder, "<root>").replace(/:\d+ /, ":<port> ")).toMatchInlineSnapshot(`
    "The base tiny could not be fetched:
      hub:o/r/tiny.gguf: 127.0.0.1:<port> answered 404 (not found).
      file:nowhere.gguf: <root>/nowhere.gguf cannot be read (ENOENT)."
  `);
});

test("a wrong hash names both and keeps nothing", async () => {
  const wrong = Buffer.from(gguf);
  wrong[wrong.length - 1]! ^= 1;
  await using hub = await startHub({ [hubPath]: wrong });
  process.env["HF_ENDPOINT"] = hub.endpoint;
  const error = (await fetchBase(manifest(["hub:o/r/tiny.gguf"]), { home }).catch(
    (reason: unknown) => reason,
  )) as LocoError;
  expect(error).toMatchObject({ code: "base-wrong-hash", fields: { have: sha256Hex(wrong), want: sha256 } });
  expect(await readdir(path.join(home, "bases"))).toEqual([]);
  expect(await readdir(path.join(home, "downloads"))).toEqual([]);
});

test("joins chunks in order", async () => {
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, "a"), gguf.subarray(0, 500));
  await writeFile(path.join(home, "b"), gguf.subarray(500));
  expect((await fetchBase(manifest([["file:a", "file:b"]]), { home, root: home })).sha256).toBe(sha256);
  const swapped = fetchBase(manifest([["file:b", "file:a"]]), { home: `${home} 2`, root: home });
  await expect(swapped).rejects.toMatchObject({ code: "base-wrong-hash" });
});

test("pins a base without a hash on the first fetch", async () => {
  await mkdir(home, { recursive: true });
  const source = path.join(home, "tiny.gguf");
  await writeFile(source, gguf);
  const unpinned: BaseManifest = { ...manifest(["file:tiny.gguf"]), file: { name: "tiny.gguf" } };
  expect(await findCachedBase(unpinned, home)).toBeUndefined();
  const first = await fetchBase(unpinned, { home, root: home });
  expect(await findCachedBase(unpinned, home)).toEqual(first);
  await rm(first.path, { force: true });
  const other = Buffer.from(gguf);
  other[other.length - 1]! ^= 1;
  await writeFile(source, other);
  await expect(fetchBase(unpinned, { home, root: home })).rejects.toMatchObject({ code: "base-wrong-hash" });
});

test("refuses what is no GGUF or of another architecture", async () => {
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, "page.gguf"), "<html>log in first</html>");
  await writeFile(path.join(home, "tiny.gguf"), gguf);
  const page: BaseManifest = { ...manifest(["file:page.gguf"]), file: { name: "tiny.gguf" } };
  await expect(fetchBase(page, { home, root: home })).rejects.toMatchObject({
    code: "base-unavailable",
    message: expect.stringContaining("GGUF") as string,
  });
  const other = { ...manifest(["file:tiny.gguf"]), architecture: "gemma3" };
  await expect(fetchBase(other, { home, root: home })).rejects.toThrow(
    "has the architecture llama, but gemma3 is expected",
  );
});

const module = new URL("./fetch-base.ts", import.meta.url).href;
function fetchInChild(endpoint: string) {
  const code = `import { fetchBase } from ${JSON.stringify(module)};
    const { path } = await fetchBase(${JSON.stringify(manifest(["hub:o/r/tiny.gguf"]))}, { home: ${JSON.stringify(home)} });
    console.log(path);`;
  return spawn(process.execPath, ["--conditions=@locollm/source", "--input-type=module", "--eval", code], {
    env: { ...process.env, HF_ENDPOINT: endpoint },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("kill -9 in the middle: the next process goes on", async () => {
  await using hub = await startHub({ [hubPath]: gguf }, { pause: 30 });
  const child = fetchInChild(hub.endpoint);
  const partBytes = async () => {
    const parts = (await readdir(path.join(home, "downloads")).catch(() => [])).filter((name) =>
      name.endsWith(".part"),
    );
    return parts.length === 0 ? 0 : (await stat(path.join(home, "downloads", parts[0]!))).size;
  };
  while ((await partBytes()) < 200_000) await delay(5);
  child.kill("SIGKILL");
  await once(child, "exit");
  const there = await partBytes();
  expect(there).toBeLessThan(gguf.length);
  hub.habits.pause = 0;
  process.env["HF_ENDPOINT"] = hub.endpoint;
  const fetched = await fetchBase(manifest(["hub:o/r/tiny.gguf"]), { home });
  expect(sha256Hex(await readFile(fetched.path))).toBe(sha256);
  expect(hub.requests.at(-1)!.range).toBe(`bytes=${there}-`);
}, 60_000);

test("two processes make one download", async () => {
  await using hub = await startHub({ [hubPath]: gguf }, { pause: 20 });
  const children = [fetchInChild(hub.endpoint), fetchInChild(hub.endpoint)];
  const exits = children.map((child) => once(child, "exit"));
  const said = await Promise.all(children.map(async (child) => String((await once(child.stdout, "data"))[0]).trim()));
  await Promise.all(exits);
  expect(said).toEqual([path.join(home, "bases", `${sha256}.gguf`), path.join(home, "bases", `${sha256}.gguf`)]);
  expect(hub.requests.filter(({ path: asked }) => asked.startsWith("/cdn"))).toHaveLength(1);
}, 60_000);

test("a file that somebody brought is known by its hash", async () => {
  await mkdir(home, { recursive: true });
  const brought = path.join(home, "any name.gguf");
  await writeFile(brought, gguf);
  const known = manifest(["hub:o/r/tiny.gguf"]);
  expect((await importBase(brought, [known], home)).id).toBe("tiny");
  expect(await findCachedBase(known, home)).toMatchObject({ sha256 });
  await expect(
    importBase(brought, [manifest(["hub:o/r/x.gguf"], { sha256: "0".repeat(64), bytes: 1 })], home),
  ).rejects.toMatchObject({
    code: "base-unknown",
  });
  await writeFile(brought, gguf.subarray(0, 1000));
  await expect(importBase(brought, [known], home)).rejects.toMatchObject({ code: "gguf-truncated" });
});

test("a damaged copy and a mistyped path are told from a strange file", async () => {
  await mkdir(home, { recursive: true });
  const damaged = Buffer.from(gguf);
  damaged[damaged.length - 1]! ^= 1;
  const brought = path.join(home, "tiny.gguf");
  await writeFile(brought, damaged);
  const known = manifest(["hub:o/r/tiny.gguf"]);
  await expect(importBase(brought, [known], home)).rejects.toMatchObject({
    code: "base-wrong-hash",
    message: expect.stringContaining("tiny.gguf is a damaged copy of tiny:") as string,
    fix: "Copy it again, or fetch it: loco base fetch tiny",
  });
  expect(await readdir(path.join(home, "bases"))).toEqual([]);
  await expect(importBase(path.join(home, "tinny.gguf"), [known], home)).rejects.toMatchObject({
    code: "no-such-file",
    kind: "usage",
    fix: "Did you mean tiny.gguf?",
  });
  await expect(importBase(home, [known], home)).rejects.toMatchObject({ code: "no-such-file" });
});

test("a cached base that went bad is noticed, removed and fetched again", async () => {
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, "tiny.gguf"), gguf);
  const known = manifest(["file:tiny.gguf"]);
  const { path: cached } = await fetchBase(known, { home, root: home });
  await chmod(cached, 0o644);
  await writeFile(cached, gguf.subarray(0, 1000));
  const damaged: string[] = [];
  expect(await findCachedBase(known, home, (file) => damaged.push(file))).toBeUndefined();
  expect(damaged).toEqual([cached]);
  expect(await readFile((await fetchBase(known, { home, root: home })).path)).toEqual(gguf);
});

test("a source that needs Python says how to get one, beside what else helps", async () => {
  process.env["LOCO_PYTHON"] = path.join(folder, "no-python");
  const refused = await fetchBase(manifest(["pypi:tiny-gguf==1.0/tiny.gguf", "file:gone.gguf"]), {
    home,
    root: folder,
  }).catch((error: unknown) => error as LocoError);
  delete process.env["LOCO_PYTHON"];
  expect(refused).toMatchObject({ code: "base-unavailable", kind: "machine" });
  expect((refused as LocoError).fix).toMatchInlineSnapshot(`
    "Install Python 3.11 or later from python.org (on Windows tick “Add python.exe to PATH”) and open a new terminal. Then run the command again.
    Check the network and run the command again, or bring the file tiny.gguf yourself: loco base import <file>"
  `);
});
