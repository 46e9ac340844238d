import { symlink } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { listAdapterFolder } from "./list-folder.ts";
import { temporaryClass } from "./temporary-class.ts";

test("names links and strangers, forgives what operating systems drop", async () => {
  await using made = await temporaryClass({
    "a/adapter.yaml": "",
    "a/.DS_Store": "",
    "a/locks/.tiny.json.4711-0123abcd.tmp": "half a l",
    "a/data/train.jsonl": "",
    "a/weights/tiny.gguf": "",
    "a/weights/model.pkl": "",
  });
  await symlink("/etc/hostname", path.join(made.root, "a/data/eval.jsonl"));
  const { files, findings } = await listAdapterFolder(path.join(made.root, "a"), "a");
  expect(files).toEqual(["adapter.yaml", "weights/tiny.gguf", "data/train.jsonl"]);
  expect(findings.map((one) => `${one.code} ${one.file}`).sort()).toEqual([
    "file-is-link a/data/eval.jsonl",
    "file-unexpected a/weights/model.pkl",
  ]);
});
