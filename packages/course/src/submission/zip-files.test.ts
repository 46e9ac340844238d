import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { inspectFiles } from "./inspect-files.ts";
import { placeFiles } from "./place-files.ts";
import { zipFiles } from "./zip-files.ts";

const folder = "semesters/2026-s2/adapters/tide-tables";

/** Writes a zip by Python's own module, which writes whatever it is told. */
async function zipOf(script: string) {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco zip-"));
  const zip = path.join(root, "sent.zip");
  const head = `import zipfile\nz = zipfile.ZipFile(${JSON.stringify(zip)}, "w", zipfile.ZIP_DEFLATED)\n`;
  execFileSync("python3", ["-c", `${head}${script}\nz.close()`]);
  return { root, zip, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

test("a zip of the folder, with or without a folder around it", async () => {
  for (const top of ["", "mine/tide-tables/"]) {
    await using made = await zipOf(
      `z.writestr("${top}adapter.yaml", "schema: 1\\n")\nz.writestr("${top}data/train.jsonl", "{}\\n")`,
    );
    using opened = await zipFiles(made.zip, folder);
    expect(opened.files.map((file) => file.path).sort()).toEqual([
      `${folder}/adapter.yaml`,
      `${folder}/data/train.jsonl`,
    ]);
    expect(inspectFiles(folder, opened.files)).toEqual([]);
    await placeFiles(path.join(made.root, "scratch"), opened.files);
    expect(await readFile(path.join(made.root, "scratch", folder, "adapter.yaml"), "utf8")).toBe("schema: 1\n");
  }
});

test("links, code and files beside the folder are told", async () => {
  await using made = await zipOf(`
z.writestr("a/adapter.yaml", "schema: 1\\n")
link = zipfile.ZipInfo("a/data/train.jsonl"); link.create_system = 3; link.external_attr = 0o120777 << 16
z.writestr(link, "/etc/passwd")
z.writestr("a/setup.py", "")
z.writestr("b/other.txt", "")`);
  using opened = await zipFiles(made.zip, folder);
  expect(inspectFiles(folder, opened.files).map(({ code, file }) => `${code} ${file}`)).toEqual([
    `file-is-link ${folder}/data/train.jsonl`,
    `file-dangerous ${folder}/setup.py`,
    "file-unexpected b/other.txt",
  ]);
});

test("a name that leads out, a bomb that lies about its size, a cut file, no zip at all", async () => {
  await using out = await zipOf('z.writestr("../../adapter.yaml", "x")');
  await expect(zipFiles(out.zip, folder)).rejects.toMatchObject({ code: "zip-unreadable" });
  await using none = await zipOf('z.writestr("readme.txt", "x")');
  await expect(zipFiles(none.zip, folder)).rejects.toMatchObject({ code: "zip-without-adapter" });

  await using bomb = await zipOf('z.writestr("adapter.yaml", "a" * 5_000_000)');
  const bytes = await readFile(bomb.zip);
  const claimed = Buffer.alloc(4);
  claimed.writeUInt32LE(5_000_000);
  for (let at = bytes.indexOf(claimed); at >= 0; at = bytes.indexOf(claimed)) bytes.writeUInt32LE(50, at);
  await writeFile(bomb.zip, bytes);
  using opened = await zipFiles(bomb.zip, folder);
  expect(opened.files[0]!.bytes).toBe(50);
  await expect(opened.files[0]!.read()).rejects.toMatchObject({ code: "zip-unreadable" });

  await writeFile(bomb.zip, bytes.subarray(0, bytes.length - 40));
  await expect(zipFiles(bomb.zip, folder)).rejects.toMatchObject({ code: "zip-unreadable" });
  await writeFile(bomb.zip, "not a zip");
  await expect(zipFiles(bomb.zip, folder)).rejects.toMatchObject({ code: "zip-unreadable" });
});
