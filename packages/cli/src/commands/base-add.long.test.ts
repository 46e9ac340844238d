import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { fetchBase, readWorkspace } from "@locollm/store";
import { preparePython } from "@locollm/trainer";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

const id = "gemma-3-270m-q4-k-m";

test("Gemma 3, which has no template, is told so; with ours it can do all", { timeout: 1_800_000 }, async () => {
  await preparePython({ onLog: (line) => process.stderr.write(`${line}\n`) });
  await using made = await smallClass();
  const { bases } = await readWorkspace(made.root);
  const ours = bases.find((base) => base.id === id)!;
  await copyFile((await fetchBase(ours)).path, path.join(made.root, "gemma-3-270m-q4_k_m.gguf"));
  const manifest = path.join(made.root, `bases/${id}.yaml`);
  const withTemplate = await readFile(manifest, "utf8");
  await made.remove(`bases/${id}.yaml`);

  const { exitCode, stdout } = await made.loco("base", "add", "gemma-3-270m-q4_k_m.gguf");
  expect({ exitCode, stdout: stdout.replace(/(?<=differ by )[\d.]+/, "SOME") }).toMatchInlineSnapshot(`
    {
      "exitCode": 3,
      "stdout": "Gemma 3 270m (Q4_K_M): gemma3, 268 million parameters, 253 MB, context 32768, licence gemma.
    Written: bases/gemma-3-270m-q4-k-m.yaml

    NO  ask    gemma-3-270m-q4-k-m has no chat template, so nobody can say how a question is put to it.
    NO  eval   gemma-3-270m-q4-k-m has no chat template, so nobody can say how a question is put to it.
    NO  train  gemma-3-270m-q4-k-m has no chat template, so nobody can say how a question is put to it.

    The file has no chat template: write one into chatTemplate, in Jinja, or it can be trained and asked by nobody.
    Its source is a file of this machine: name one that everybody can reach, such as hub:owner/repository/file.gguf, under sources.",
    }
  `);
  expect(await readFile(manifest, "utf8")).toContain("architecture: gemma3");

  await made.write(`bases/${id}.yaml`, withTemplate);
  await made.copyAdapter("iso-dates", { train: 48, eval: 4 });
  const trained = await made.loco("train", "iso-dates", "--base", id);
  expect({ exitCode: trained.exitCode, stderr: trained.stderr }).toMatchObject({ exitCode: 0 });
  expect(trained.stdout).toContain("Parity gate passed");
});
