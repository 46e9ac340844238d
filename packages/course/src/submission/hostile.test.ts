import { mkdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { readWorkspace } from "@locollm/store";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleTexts, smallClass, type SmallClass } from "../../test/small-class.ts";
import { checkSubmission } from "../grade/check-submission.ts";
import { openPlacedSubmission } from "./open-submission.ts";

let made: SmallClass;
let sound: Map<string, Uint8Array>;
let folder: string;
beforeAll(async () => {
  made = await smallClass();
  sound = await sampleTexts("iso-dates");
  folder = path.join(made.root, "mutant");
});
afterAll(() => made[Symbol.asyncDispose]());

/** What the gate says of a folder or a zip, code by code with the path inside it; a LocoError by its code. Anything else is a crash. */
async function told(place = folder): Promise<string[]> {
  try {
    await using opened = await openPlacedSubmission(made.classRoot, place, "2026-s2");
    const workspace = await readWorkspace(opened.root);
    const checked = await checkSubmission(new AbortController().signal, workspace, opened.adapter!);
    const all = [...opened.findings, ...checked.findings].filter(({ severity }) => severity === "error");
    const lines = all.map(({ code, file = "" }) => `${code} ${file.split("/adapters/mutant").at(-1)!.slice(1, 60)}`);
    return [...new Set(lines)].sort();
  } catch (error) {
    if (error instanceof LocoError) return [`thrown ${error.code}`];
    throw error;
  }
}

async function write(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, content] of [...sound, ...Object.entries(files)]) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

test("the folder that the others are made of is sound", async () => {
  await write();
  expect(await told()).toEqual([]);
});

const manifest = () => Buffer.from(sound.get("adapter.yaml")!).toString();
const laughs = [
  "a: &a [x, x]",
  ...Array.from("bcdefghi", (c, i) => `${c}: &${c} [*${"abcdefgh"[i]}, *${"abcdefgh"[i]}]`),
].join("\n");
const yamls: Readonly<Record<string, () => string>> = {
  "aliases within aliases": () => `${manifest()}\n${laughs}\n`,
  "an alias of itself": () => `a: &a [*a]\n${manifest()}`,
  "a merge key": () => `${manifest()}\n<<: { title: Another }\n`,
  "a key twice": () => `${manifest()}\ntitle: Another\n`,
  "lists 30,000 deep": () => `a: ${"[".repeat(30_000)}`,
  "maps 30,000 deep": () => `a: ${"{a: ".repeat(15_000)}`,
  "dashes 15,000 deep": () => `${"- ".repeat(15_000)}x`,
  "questions 15,000 deep": () => `${"? ".repeat(15_000)}x`,
  "60 kB in one scalar": () => manifest().replace(/title: .*/, `title: ${"x".repeat(60_000)}`),
  "60 kB of one line": () => `${"a".repeat(60_000)}: 1`,
  "90 kB": () => `${manifest()}\n# ${"x".repeat(90_000)}`,
  "a prototype": () => `${manifest()}\n__proto__: { title: Another }\nconstructor: { prototype: {} }\n`,
  "a number beyond all": () => manifest().replace(/schema: 1/, "schema: 1e999"),
  "a tag that makes an object": () => `${manifest()}\nx: !!js/function "() => 1"\n`,
  "a quotation without its end": () => `${manifest()}\nx: "abc`,
  "several documents": () => `${manifest()}\n---\n${manifest()}`,
  "a directive": () => `%YAML 9.9\n%TAG ! tag:evil,2000:\n---\n${manifest()}`,
  binary: () => "\0\x01\x02",
};
test("bombs of YAML are told, and not unpacked", async () => {
  const lines: string[] = [];
  for (const [name, text] of Object.entries(yamls)) {
    await write({ "adapter.yaml": text() });
    lines.push(`${name}: ${(await told()).join(", ")}`);
  }
  expect(lines).toMatchInlineSnapshot(`
    [
      "aliases within aliases: yaml-alias adapter.yaml",
      "an alias of itself: yaml-alias adapter.yaml",
      "a merge key: field-unknown adapter.yaml",
      "a key twice: yaml-syntax adapter.yaml",
      "lists 30,000 deep: yaml-syntax adapter.yaml",
      "maps 30,000 deep: yaml-syntax adapter.yaml",
      "dashes 15,000 deep: yaml-syntax adapter.yaml",
      "questions 15,000 deep: yaml-syntax adapter.yaml",
      "60 kB in one scalar: field-invalid adapter.yaml",
      "60 kB of one line: yaml-syntax adapter.yaml",
      "90 kB: file-too-large adapter.yaml",
      "a prototype: field-unknown adapter.yaml",
      "a number beyond all: field-invalid adapter.yaml",
      "a tag that makes an object: field-unknown adapter.yaml",
      "a quotation without its end: yaml-syntax adapter.yaml",
      "several documents: yaml-syntax adapter.yaml",
      "a directive: ",
      "binary: text-binary adapter.yaml",
    ]
  `);
});

const row = (id: string, rest: string) =>
  `{"id":"${id}","prompt":"Write 3 May 2021 as ISO.","answer":"2021-05-03"${rest}}\n`;
const rows: Readonly<Record<string, string | Uint8Array>> = {
  "lists 100,000 deep": `{"id":"x","prompt":${"[".repeat(100_000)}`,
  "objects 100,000 deep": `{"a":`.repeat(100_000),
  "a key twice": '{"id":"x","id":"y","prompt":"p","answer":"2021-05-03"}\n',
  "a prototype": row("x", ',"__proto__":{"answer":"1"},"constructor":1'),
  "a number beyond all": '{"id":"x","prompt":"p","answer":1e999}\n',
  "a line of 5 MB": row("x", `,"note":"${"y".repeat(5_000_000)}"`),
  "a text without its end": '{"id":"x","prompt":"p',
  "half a surrogate": '{"id":"x","prompt":"\\ud800","answer":"2021-05-03"}\n',
  "no UTF-8": Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d),
  binary: Uint8Array.of(0x7b, 0, 0, 0x7d),
  "UTF-16": Buffer.from('\ufeff{"id":"x"}', "utf16le"),
  "200,000 empty lines": "\n".repeat(200_000),
};
test("bombs of JSON are told by file", async () => {
  const lines: string[] = [];
  for (const [name, text] of Object.entries(rows)) {
    await write({
      "data/train.jsonl": Buffer.concat([sound.get("data/train.jsonl")!, Buffer.from("\n"), Buffer.from(text)]),
    });
    lines.push(`${name}: ${(await told()).join(", ")}`);
  }
  expect(lines).toMatchInlineSnapshot(`
    [
      "lists 100,000 deep: row-too-deep data/train.jsonl",
      "objects 100,000 deep: row-too-deep data/train.jsonl",
      "a key twice: row-repeated-key data/train.jsonl",
      "a prototype: field-unknown data/train.jsonl",
      "a number beyond all: field-invalid data/train.jsonl",
      "a line of 5 MB: field-unknown data/train.jsonl",
      "a text without its end: row-not-json data/train.jsonl",
      "half a surrogate: row-half-character data/train.jsonl",
      "no UTF-8: text-not-utf8 data/train.jsonl",
      "binary: text-binary data/train.jsonl",
      "UTF-16: text-binary data/train.jsonl",
      "200,000 empty lines: findings-cut data/train.jsonl, row-empty data/train.jsonl",
    ]
  `);
});

const inFolder = (name: string) => path.join(folder, name);
const odd: Readonly<Record<string, () => Promise<unknown>>> = {
  "a link to a file outside": () => symlink("/etc/passwd", inFolder("data/fixtures")),
  "a link in place of rows": async () => (
    await rm(inFolder("data/train.jsonl")),
    symlink("/etc/passwd", inFolder("data/train.jsonl"))
  ),
  "a link in place of a folder": async () => (
    await rm(inFolder("data"), { recursive: true }),
    symlink("/etc", inFolder("data"))
  ),
  "a link to itself": () => symlink("loop", inFolder("loop")),
  "a link to a device": () => symlink("/dev/zero", inFolder("proposal.md")),
  "a pipe": () => execa("mkfifo", [inFolder("proposal.md")]),
  "a socket": () =>
    execa("python3", ["-c", "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", "s.sock"], {
      cwd: folder,
    }),
  "names of Windows": () => writeAll("CON", "data/aux.jsonl", "README.md.", "adapter.yaml:stream", "data\\train.jsonl"),
  "names that differ in case or in form": () => writeAll("readme.md", "data/Train.jsonl", "\u00e9.md", "e\u0301.md"),
  "names that hide": () => writeAll("data/\u202elnosj.niart", "data/train\u200b.jsonl", "\u001b[2J.md", "-rf"),
  "a file of 4 GB with nothing in it": async () => (
    await writeAll("weights/smollm2-135m-instruct-q4-1.gguf"),
    truncate(inFolder("weights/smollm2-135m-instruct-q4-1.gguf"), 2 ** 32)
  ),
  "code and a repository": () =>
    writeAll(".git/config", ".gitattributes", ".gitmodules", "package.json", "data/x.py", "a.zip", "w.pkl"),
  "binary rows": () => writeFile(inFolder("data/eval.jsonl"), new Uint8Array(1000)),
  "a folder in place of a file": async () => (await rm(inFolder("adapter.yaml")), writeAll("adapter.yaml/x")),
  "weights that are a pointer": () =>
    writeAll("weights/smollm2-135m-instruct-q4-1.gguf").then(() =>
      writeFile(
        inFolder("weights/smollm2-135m-instruct-q4-1.gguf"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
      ),
    ),
};
async function writeAll(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(inFolder(name)), { recursive: true });
    await writeFile(inFolder(name), "x\n");
  }
}
test.skipIf(process.platform !== "linux")(
  "what is odd in a folder is told by name, and not followed or opened",
  async () => {
    const lines: string[] = [];
    for (const [name, change] of Object.entries(odd)) {
      await write();
      await change();
      lines.push(`${name}: ${(await told()).join(", ")}`);
    }
    expect(lines).toMatchInlineSnapshot(`
      [
        "a link to a file outside: file-is-link data/fixtures",
        "a link in place of rows: file-is-link data/train.jsonl, file-missing data/train.jsonl",
        "a link in place of a folder: file-is-link data, file-missing data/eval.jsonl, file-missing data/train.jsonl",
        "a link to itself: file-is-link loop",
        "a link to a device: file-is-link proposal.md",
        "a pipe: file-not-regular proposal.md",
        "a socket: file-not-regular s.sock",
        "names of Windows: file-unexpected CON, file-unexpected README.md., file-unexpected adapter.yaml:stream, file-unexpected data/aux.jsonl, file-unexpected data\\train.jsonl",
        "names that differ in case or in form: file-missing data/train.jsonl, file-unexpected data/Train.jsonl, file-unexpected é.md, file-unexpected readme.md, file-unexpected é.md, path-collision data/train.jsonl, path-collision readme.md, path-collision é.md",
        "names that hide: file-unexpected -rf, file-unexpected data/<U+202E>lnosj.niart, file-unexpected data/train<U+200B>.jsonl, file-unexpected ␛[2J.md",
        "a file of 4 GB with nothing in it: file-too-large weights/smollm2-135m-instruct-q4-1.gguf, folder-too-large , manifest-missing adapter.yaml",
        "code and a repository: file-dangerous a.zip, file-dangerous data/x.py, file-dangerous package.json, file-dangerous w.pkl, file-unexpected .git/config, file-unexpected .gitattributes, file-unexpected .gitmodules",
        "binary rows: text-binary data/eval.jsonl",
        "a folder in place of a file: file-missing adapter.yaml, file-unexpected adapter.yaml/x",
        "weights that are a pointer: weights-without-lock weights/smollm2-135m-instruct-q4-1.gguf",
      ]
    `);
  },
);

test.skipIf(process.platform !== "linux")("20,000 files, and folders 3,000 deep", async () => {
  await write();
  const make = "import os,sys\nfor i in range(20000): open(f'n{i}', 'w').close()";
  await execa("python3", ["-c", make], { cwd: folder });
  expect(await told()).toContain("too-many-files ");
  await write();
  const nest = "import os\nfor i in range(3000):\n os.mkdir('d'); os.chdir('d')\nopen('x.txt','w').close()";
  await execa("python3", ["-c", nest], { cwd: folder });
  expect((await told()).some((line) => line.startsWith("file-not-regular d/d/d"))).toBe(true);
  await execa("rm", ["-rf", folder]);
});

test.skipIf(process.platform !== "linux")("a pipe in place of a zip is not waited for", async () => {
  const pipe = path.join(made.root, "mutant.zip");
  await execa("mkfifo", [pipe]);
  expect(await told(pipe)).toEqual(["thrown zip-unreadable"]);
  await rm(pipe);
});
