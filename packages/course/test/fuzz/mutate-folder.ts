import type { Draw } from "../draw.ts";

/** What stands under a path of a folder: bytes, bytes marked to be run, or a link. */
export type FolderFiles = Map<string, Uint8Array | { readonly link: string } | { readonly run: Uint8Array }>;

const oddValues = [
  "null",
  "true",
  "-1",
  "1e999",
  "NaN",
  "[]",
  "{}",
  "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
  '"\\u0000"',
  '"\u202e\u2066evil"',
  '"<script>alert(1)</script>"',
  '"=HYPERLINK(1)"',
  '"{{7*7}}"',
  '"![x](https://example.org/x.png) @everyone #1"',
  '"a\\n```\\n</details><img src=x onerror=alert(1)>"',
  "[mended](javascript:alert(1)): www.example.org",
  '"../../../etc/passwd"',
  '"%s%n"',
  "*a",
  "&a [*a, *a]",
  "!!js/function x",
  "!!python/object/apply:os.system [true]",
  "<<: *x",
  "2021-03-03",
  "0x41",
  "0o17",
  "~",
  '"' + "a".repeat(70_000) + '"',
  "[".repeat(5000),
  '{"a":'.repeat(3000),
];

const oddNames = [
  "data/train.jsonl",
  "data/eval.jsonl",
  "adapter.yaml",
  "README.md",
  "data/fixtures/a.json",
  "locks/smollm2-135m-instruct-q4-1.json",
  "results/smollm2-135m-instruct-q4-1.json",
  "weights/x.gguf",
  "package.json",
  "data/train.jsonl.tmp",
  "..evil",
  "a b",
  "CON",
  "data/CON.jsonl",
  "ReadMe.md",
  "README.md.",
  "adapter.yaml:stream",
  "data/fixtures/\u0065\u0301.json",
  "data/fixtures/\u00e9.json",
  "data/\u202elnosj.niart",
  "data\\train.jsonl",
  "-rf",
  "data/![x](https:example.org)@everyone.json",
  "<img src=x onerror=alert(1)>.md",
  "data/a\n```\n# ✅ better.jsonl",
  "\u001b[2J.md",
  ".gitattributes",
  ".git/config",
  "data/" + "d/".repeat(60) + "x.json",
  "n".repeat(250),
  "data/" + `${"@".repeat(200)}/`.repeat(15) + "x.json",
];

const linkTargets = ["/etc/passwd", "..", ".", "adapter.yaml", "data", "../../../../etc/shadow", "/dev/zero", "gone"];

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** One change to one file of the folder, or to what files it has. */
const changes: readonly ((folder: FolderFiles, draw: Draw) => void)[] = [
  onText((lines, draw) => void lines.splice(draw(lines.length), 1)),
  onText((lines, draw) => void lines.splice(draw(lines.length), 0, lines[draw(lines.length)]!)),
  onText((lines, draw) => void lines.splice(draw(lines.length), 0, oddValues[draw(oddValues.length)]!)),
  onText((lines, draw) => {
    const at = draw(lines.length);
    lines[at] = lines[at]!.replace(
      /(:\s*)[^,}]*/,
      (_, colon: string) => `${colon}${oddValues[draw(oddValues.length)]}`,
    );
  }),
  onText((lines, draw) => {
    const at = draw(lines.length);
    const values = [...lines[at]!.matchAll(/"(?:[^"\\]|\\.)*"|\d+/g)];
    const value = values[draw(Math.max(1, values.length))];
    if (value !== undefined)
      lines[at] =
        lines[at]!.slice(0, value.index) +
        oddValues[draw(oddValues.length)] +
        lines[at]!.slice(value.index + value[0].length);
  }),
  onText((lines, draw) => {
    const at = draw(lines.length);
    lines[at] = lines[at]!.slice(0, draw(lines[at]!.length + 1));
  }),
  onText((lines, draw) => void (lines[draw(lines.length)] = "\t ".repeat(draw(40)) + lines[draw(lines.length)])),
  onBytes((bytes, draw) => bytes.slice(0, draw(bytes.length + 1))),
  onBytes((bytes, draw) => {
    const copy = Uint8Array.from(bytes);
    for (let i = 0; i <= draw(8); i++) if (copy.length > 0) copy[draw(copy.length)] = draw(256);
    return copy;
  }),
  onBytes((bytes) => Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes])),
  onBytes((bytes) => Buffer.from(decode(bytes), "utf16le")),
  onBytes((bytes) => encode(decode(bytes).replaceAll("\n", "\r\n"))),
  onBytes((bytes) => Buffer.concat([bytes, bytes])),
  (folder, draw) => void folder.delete(nameIn(folder, draw)),
  (folder, draw) => void folder.set(oddNames[draw(oddNames.length)]!, folder.get(nameIn(folder, draw)) ?? encode("")),
  (folder, draw) => void folder.set(oddNames[draw(oddNames.length)]!, encode(oddValues[draw(oddValues.length)]!)),
  (folder, draw) => void folder.set(nameIn(folder, draw), { link: linkTargets[draw(linkTargets.length)]! }),
  (folder, draw) => void folder.set(oddNames[draw(oddNames.length)]!, { link: linkTargets[draw(linkTargets.length)]! }),
  (folder, draw) => void folder.set(nameIn(folder, draw), { run: encode("#!/bin/sh\n") }),
];

/** One to four changes to a sound folder. */
export function mutateFolder(sound: ReadonlyMap<string, Uint8Array>, draw: Draw): FolderFiles {
  const folder: FolderFiles = new Map(sound);
  // Half of them without what was measured, so that weights are not missed.
  if (draw(2) === 0) for (const name of folder.keys()) if (/^(locks|results)\//.test(name)) folder.delete(name);
  for (let i = 0; i <= draw(4); i++) if (folder.size > 0) changes[draw(changes.length)]!(folder, draw);
  return folder;
}

function nameIn(folder: FolderFiles, draw: Draw): string {
  return [...folder.keys()][draw(folder.size)]!;
}

function onBytes(change: (bytes: Uint8Array, draw: Draw) => Uint8Array) {
  return (folder: FolderFiles, draw: Draw): void => {
    const name = nameIn(folder, draw);
    const content = folder.get(name)!;
    if (content instanceof Uint8Array) folder.set(name, change(content, draw));
  };
}

function onText(change: (lines: string[], draw: Draw) => void) {
  return onBytes((bytes, draw) => {
    const lines = decode(bytes).split("\n");
    change(lines, draw);
    return encode(lines.join("\n"));
  });
}
