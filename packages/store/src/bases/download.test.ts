import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sha256Hex } from "@locollm/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { download, type DownloadProgress } from "./download.ts";
import { startHub, type HubHabits } from "./hub.fixture.ts";

const body = randomBytes(1 << 20);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco download-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("follows redirects and tells how far it is", async () => {
  await using hub = await startHub({ "/file": body });
  const part = path.join(folder, "whole.part");
  const progress: DownloadProgress[] = [];
  const done = await download(`${hub.endpoint}/file`, part, { onProgress: (each) => progress.push(each) });
  expect(done).toEqual({ file: part, bytes: body.length, sha256: sha256Hex(body) });
  expect(progress.at(-1)).toMatchObject({ bytes: body.length, total: body.length, secondsLeft: 0 });
});

test("goes on where an aborted one stopped", async () => {
  await using hub = await startHub({ "/file": body }, { pause: 100 });
  const part = path.join(folder, "aborted.part");
  const controller = new AbortController();
  const first = download(`${hub.endpoint}/file`, part, {
    signal: controller.signal,
    onProgress: ({ bytes }) => bytes > 0 && controller.abort(),
  });
  await expect(first).rejects.toMatchObject({ name: "AbortError" });
  const there = (await stat(part)).size;
  expect(there).toBeGreaterThan(0);
  expect(there).toBeLessThan(body.length);
  hub.habits.pause = 0;
  expect((await download(`${hub.endpoint}/file`, part)).sha256).toBe(sha256Hex(body));
  expect(hub.requests.at(-1)!.range).toBe(`bytes=${there}-`);
});

test("what is there already is taken up in one request, however long it takes to hash", async () => {
  const large = randomBytes(48 << 20);
  // Slow enough that its progress is told again before the end.
  const habits: HubHabits = { pause: 1 };
  await using hub = await startHub({ "/file": large }, habits);
  const part = path.join(folder, "large.part");
  const controller = new AbortController();
  const first = download(`${hub.endpoint}/file`, part, {
    signal: controller.signal,
    onProgress: ({ bytes }) => bytes > large.length / 2 && controller.abort(),
  });
  await expect(first).rejects.toMatchObject({ name: "AbortError" });
  const there = (await stat(part)).size;
  expect(there).toBeGreaterThan(large.length / 2);
  hub.requests.length = 0;
  habits.pause = 0;
  expect((await download(`${hub.endpoint}/file`, part)).sha256).toBe(sha256Hex(large));
  expect(hub.requests.map(({ range }) => range)).toEqual([`bytes=${there}-`, `bytes=${there}-`]);
});

test("takes up a connection that is lost again and again", async () => {
  await using hub = await startHub({ "/file": body }, { cutAfter: 262_144, pause: 1 });
  const part = path.join(folder, "cut.part");
  expect((await download(`${hub.endpoint}/file`, part)).sha256).toBe(sha256Hex(body));
  expect(hub.requests.filter(({ range }) => range !== undefined).length).toBeGreaterThan(1);
}, 30_000);

test("starts over when the file changed or the server knows no ranges", async () => {
  await using hub = await startHub({ "/file": body }, { pause: 100 });
  const part = path.join(folder, "changed.part");
  const interruptOnce = async () => {
    const controller = new AbortController();
    const running = download(`${hub.endpoint}/file`, part, {
      signal: controller.signal,
      onProgress: ({ bytes }) => bytes > 0 && controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
  };
  await interruptOnce();
  hub.habits.pause = 0;
  hub.files["/file"] = randomBytes(1 << 19);
  expect((await download(`${hub.endpoint}/file`, part)).sha256).toBe(sha256Hex(hub.files["/file"]));
  await rm(part);
  hub.habits.pause = 100;
  await interruptOnce();
  hub.habits.pause = 0;
  hub.habits.ignoresRanges = true;
  expect((await download(`${hub.endpoint}/file`, part)).sha256).toBe(sha256Hex(hub.files["/file"]));
  expect(await readFile(part)).toEqual(Buffer.from(hub.files["/file"]));
});

test("without an ETag a known hash is what allows going on, and what finds out a wrong beginning", async () => {
  await using hub = await startHub({ "/file": body }, { pause: 100, namesNoVersion: true });
  const part = path.join(folder, "unnamed.part");
  const sha256 = sha256Hex(body);
  const interruptOnce = async (known?: string) => {
    const controller = new AbortController();
    const running = download(`${hub.endpoint}/file`, part, {
      sha256: known,
      signal: controller.signal,
      onProgress: ({ bytes }) => bytes > 0 && controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    hub.requests.length = 0;
    hub.habits.pause = 0;
  };
  const lastRange = () => hub.requests.at(-1)!.range;

  await interruptOnce(sha256);
  const there = (await stat(part)).size;
  expect((await download(`${hub.endpoint}/file`, part, { sha256 })).sha256).toBe(sha256);
  expect(lastRange()).toBe(`bytes=${there}-`);

  await rm(part);
  hub.habits.pause = 100;
  await interruptOnce();
  expect((await download(`${hub.endpoint}/file`, part)).sha256).toBe(sha256);
  expect(lastRange()).toBeUndefined();

  await rm(part);
  hub.habits.pause = 100;
  await interruptOnce(sha256);
  await writeFile(part, Buffer.alloc((await stat(part)).size));
  expect((await download(`${hub.endpoint}/file`, part, { sha256 })).sha256).toBe(sha256);
  expect(lastRange()).toBeUndefined();
});

test("a finished part is not sent again", async () => {
  await using hub = await startHub({ "/file": body });
  const part = path.join(folder, "finished.part");
  await download(`${hub.endpoint}/file`, part);
  hub.requests.length = 0;
  expect((await download(`${hub.endpoint}/file`, part)).sha256).toBe(sha256Hex(body));
  expect(hub.requests).toEqual([]);
});

test("a password with a % of its own is sent as it stands", async () => {
  await using hub = await startHub({ "/file": body });
  const address = `${hub.endpoint.replace("http://", "http://me:100%@")}/file`;
  expect((await download(address, path.join(folder, "percent.part"))).bytes).toBe(body.length);
});

test("says what a server refuses and that nobody answers", async () => {
  await using hub = await startHub({}, {});
  await expect(download(`${hub.endpoint}/none`, path.join(folder, "none.part"))).rejects.toMatchObject({
    code: "download-refused",
    message: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 404 \(not found\)\.$/) as string,
    kind: "machine",
  });
  const port = new URL(hub.endpoint).port;
  await hub[Symbol.asyncDispose]();
  await expect(download(`http://127.0.0.1:${port}/x`, path.join(folder, "x.part"))).rejects.toMatchObject({
    code: "download-interrupted",
    message: `The connection to 127.0.0.1:${port} failed (ECONNREFUSED).`,
  });
  expect(existsSync(path.join(folder, "x.part"))).toBe(false);
});
