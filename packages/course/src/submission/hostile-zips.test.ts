import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { execa } from "execa";
import { expect, test } from "vitest";
import { inspectFiles } from "./inspect-files.ts";
import { placeFiles } from "./place-files.ts";
import { zipFiles } from "./zip-files.ts";

const folder = "semesters/2026-s2/adapters/mutant";
const start = 'z.writestr("adapter.yaml", "schema: 1\\n")\n';

/** Python's own module writes what it is told; a change to the bytes makes what it would not. */
const zips: Readonly<Record<string, readonly [script: string, change?: (bytes: Buffer) => Buffer]>> = {
  "nothing odd": [start],
  "45 MB of one letter in 45 kB": [`${start}z.writestr("data/train.jsonl", "a" * 45_000_000)`],
  "a gigabyte of zeros, as it says": [`${start}z.writestr("data/train.jsonl", bytes(1_000_000_000))`],
  "ten times 45 MB": [`${start}for i in range(10): z.writestr(f"data/fixtures/{i}.json", "a" * 9_000_000 * 5)`],
  "a zip in the zip": [`${start}z.writestr("data/rows.zip", "PK")`],
  "3,000 entries": [`${start}for i in range(3000): z.writestr(f"data/{i}.txt", "")`],
  "an entry twice": [`${start}z.writestr("adapter.yaml", "schema: 2\\n")`],
  "entries that differ in case": [`${start}z.writestr("README.md", "a")\nz.writestr("readme.md", "b")`],
  "a name that leads out": [`${start}z.writestr("../evil", "x")`],
  "an absolute name": [`${start}z.writestr("/etc/evil", "x")`],
  "a name of Windows": [`${start}z.writestr("C:/evil", "x")`],
  "a name with a backslash": [`${start}z.writestr("data\\\\..\\\\..\\\\evil", "x")`],
  "a link": [
    `${start}i = zipfile.ZipInfo("data/train.jsonl"); i.create_system = 3; i.external_attr = 0o120777 << 16\nz.writestr(i, "/etc/passwd")`,
  ],
  "a device": [
    `${start}i = zipfile.ZipInfo("data/train.jsonl"); i.create_system = 3; i.external_attr = 0o020666 << 16\nz.writestr(i, "")`,
  ],
  "an encrypted entry": [start, (bytes) => flagged(bytes, 1)],
  "another method of compression": [start, (bytes) => patched(bytes, 10, 99)],
  "a size that is not so": [start, (bytes) => patched(bytes, 24, 5)],
  "a checksum that is not so": [start, (bytes) => patched(bytes, 16, 1)],
  "a local header elsewhere": [start, (bytes) => patched(bytes, 42, 4_000_000)],
  "a local header with another name": [start, (bytes) => renamed(bytes)],
  "two entries on the same bytes": [
    `${start}z.writestr("README.md", "# A card that is longer\\n")`,
    (bytes) => overlapped(bytes),
  ],
  "sizes of 64 bits": [
    `${start}i = zipfile.ZipInfo("README.md")\nwith z.open(i, "w", force_zip64=True) as f: f.write(b"# A card\\n")`,
  ],
  "something before it": [start, (bytes) => Buffer.concat([Buffer.from("#!/bin/sh\n"), bytes])],
  "something behind it": [start, (bytes) => Buffer.concat([bytes, Buffer.from("#!/bin/sh\n")])],
  "no end": [start, (bytes) => bytes.subarray(0, -10)],
  zeros: [start, (bytes) => Buffer.alloc(bytes.length)],
};

test("what is odd in a zip is told, and no more is unpacked than a submission may hold", async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco-zips-"));
  try {
    const lines: string[] = [];
    for (const [name, [script, change]] of Object.entries(zips)) {
      const zip = path.join(root, "mutant.zip");
      const head = `import warnings, zipfile\nwarnings.simplefilter("ignore")\nz = zipfile.ZipFile(${JSON.stringify(zip)}, "w", zipfile.ZIP_DEFLATED)\n`;
      await execa("python3", ["-c", `${head}${script}\nz.close()`]);
      if (change !== undefined) await writeFile(zip, change(await readFile(zip)));
      lines.push(`${name}: ${(await told(zip, path.join(root, "scratch"))).join(", ")}`);
      await rm(path.join(root, "scratch"), { recursive: true, force: true });
    }
    expect(lines).toMatchInlineSnapshot(`
      [
        "nothing odd: placed adapter.yaml",
        "45 MB of one letter in 45 kB: placed adapter.yaml, placed data/train.jsonl",
        "a gigabyte of zeros, as it says: folder-too-large , file-too-large /data/train.jsonl",
        "ten times 45 MB: folder-too-large , file-too-large /data/fixtures/0.json, file-too-large /data/fixtures/1.json, file-too-large /data/fixtures/2.json",
        "a zip in the zip: file-dangerous /data/rows.zip, placed adapter.yaml",
        "3,000 entries: too-many-files , file-unexpected /data/0.txt, file-unexpected /data/1.txt, file-unexpected /data/2.txt",
        "an entry twice: path-collision /adapter.yaml",
        "entries that differ in case: file-unexpected /readme.md, path-collision /readme.md, placed adapter.yaml, placed README.md",
        "a name that leads out: thrown zip-unreadable: invalid relative path: ../evil",
        "an absolute name: thrown zip-unreadable: absolute path: /etc/evil",
        "a name of Windows: thrown zip-unreadable: absolute path: C:/evil",
        "a name with a backslash: thrown zip-unreadable: invalid relative path: data/../../evil",
        "a link: file-is-link /data/train.jsonl, placed adapter.yaml",
        "a device: file-not-regular /data/train.jsonl, placed adapter.yaml",
        "an encrypted entry: file-not-regular /adapter.yaml",
        "another method of compression: thrown zip-unreadable: unsupported compression method: 99",
        "a size that is not so: thrown zip-unreadable: too many bytes in the stream. expected 5. got at least 10",
        "a checksum that is not so: thrown zip-unreadable: adapter.yaml is not what its checksum says",
        "a local header elsewhere: thrown zip-unreadable: unexpected EOF",
        "a local header with another name: placed adapter.yaml",
        "two entries on the same bytes: thrown zip-unreadable: not enough bytes in the stream. expected 24. got only 10",
        "sizes of 64 bits: placed adapter.yaml, placed README.md",
        "something before it: thrown zip-unreadable: invalid central directory file header signature: 0x4dcd48ce",
        "something behind it: thrown zip-unreadable: Invalid comment length. Expected: 10. Found: 0. Are there extra bytes at the end of the file? Or is the end of central dir signature \`PK☺☻\` in the comment?",
        "no end: thrown zip-unreadable: End of central directory record signature not found. Either not a zip file, or file is truncated.",
        "zeros: thrown zip-unreadable: End of central directory record signature not found. Either not a zip file, or file is truncated.",
      ]
    `);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

/** The findings of a zip, or what opening the files without one ends in. Anything but a LocoError is a crash. */
async function told(zip: string, scratch: string): Promise<string[]> {
  try {
    using opened = await zipFiles(zip, folder);
    const findings = inspectFiles(folder, opened.files);
    const refused = new Set(findings.map(({ file }) => file));
    const readable = refused.has(folder) ? [] : opened.files.filter((file) => !refused.has(file.path));
    await placeFiles(scratch, readable);
    const placed = readable.map((file) => `placed ${file.path.slice(folder.length + 1)}`);
    return [...new Set(findings.map(({ code, file = "" }) => `${code} ${file.replace(folder, "")}`)), ...placed].slice(
      0,
      4,
    );
  } catch (error) {
    if (error instanceof LocoError) return [`thrown ${error.code}: ${/\(([^)]*)\)?/.exec(error.message)?.[1] ?? ""}`];
    throw error;
  }
}

/** Writes 32 bits into the first entry of the central directory; a method has 16. */
function patched(bytes: Buffer, offset: number, value: number): Buffer {
  const entry = bytes.indexOf("PK\x01\x02", 0, "latin1");
  if (offset === 10) bytes.writeUInt16LE(value, entry + offset);
  else bytes.writeUInt32LE(value, entry + offset);
  return bytes;
}

function flagged(bytes: Buffer, flag: number): Buffer {
  bytes.writeUInt16LE(flag, bytes.indexOf("PK\x01\x02", 0, "latin1") + 8);
  bytes.writeUInt16LE(flag, 6);
  return bytes;
}

function renamed(bytes: Buffer): Buffer {
  bytes.write("evil.shell..", bytes.indexOf("adapter.yaml"), "latin1");
  return bytes;
}

function overlapped(bytes: Buffer): Buffer {
  const second = bytes.indexOf("PK\x01\x02", bytes.indexOf("PK\x01\x02", 0, "latin1") + 4, "latin1");
  bytes.writeUInt32LE(0, second + 42);
  return bytes;
}
