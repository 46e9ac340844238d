import { expect, test } from "vitest";
import { addressProblems, pathProblems, textProblems } from "./file-rules.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test("plain UTF-8 with LF passes, and so do weights", () => {
  expect(textProblems("a.ts", utf8("Größe\n"))).toEqual([]);
  expect(textProblems("a.ts", utf8(""))).toEqual([]);
  expect(textProblems("a.gguf", Uint8Array.of(0xff, 0xfe, 0x0d))).toEqual([]);
});

test.each([
  ["UTF-16 LE", Uint8Array.of(0xff, 0xfe, 0x61, 0x00), ["is UTF-16. Save it as UTF-8."]],
  ["UTF-16 BE", Uint8Array.of(0xfe, 0xff, 0x00, 0x61), ["is UTF-16. Save it as UTF-8."]],
  ["BOM", utf8("\uFEFFa\n"), ["starts with a BOM. Save it as UTF-8 without BOM."]],
  ["Latin-1", Uint8Array.of(0x47, 0x72, 0xf6, 0x0a), ["is not UTF-8."]],
  ["CRLF", utf8("a\r\n"), ["has CR line ends. Save it with LF."]],
  ["no last line end", utf8("a"), ["does not end with a line end."]],
])("%s is a problem", (_name, bytes, problems) => {
  expect(textProblems("a.ts", bytes)).toEqual(problems);
});

test("an address in a lock or requirements file is a problem, elsewhere it is not", () => {
  const text = "torch==2.15.0\n--index-url https://mirror.example/simple\n";
  expect(addressProblems("packages/trainer/python/requirements/cpu.txt", text)).toEqual([
    "line 2 names an address. Write the file without addresses.",
  ]);
  expect(addressProblems("pnpm-lock.yaml", "  tarball: http://mirror.example/x.tgz\n")).toHaveLength(1);
  expect(addressProblems(".npmrc", "registry=//mirror.example/\n")).toHaveLength(1);
  expect(addressProblems("README.md", text)).toEqual([]);
  expect(addressProblems("pnpm-lock.yaml", "lockfileVersion: '9.0'\n")).toEqual([]);
});

test("paths that Windows cannot hold are problems", () => {
  expect(
    pathProblems(["a/B.ts", "a/b.ts", "x/aux.ts", "x/a:b.ts", "x/con", "x/icon.ts", "x/y./z", "l".repeat(141)]),
  ).toEqual([
    "a/b.ts: differs from a/B.ts in capitals alone.",
    "x/aux.ts: is a name that Windows does not allow.",
    "x/a:b.ts: is a name that Windows does not allow.",
    "x/con: is a name that Windows does not allow.",
    "x/y./z: is a name that Windows does not allow.",
    `${"l".repeat(141)}: is 141 characters long; at most 140.`,
  ]);
});
