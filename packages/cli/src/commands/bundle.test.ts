import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { sha256Hex } from "@locollm/core";
import { execa } from "execa";
import { expect, test } from "vitest";
import { freshHome } from "../../test/fresh-home.ts";
import { smallClass } from "../../test/small-class.ts";

test(
  "two files: a script that stands alone, and the training rows as the base reads them",
  { timeout: 120_000 },
  async () => {
    await using own = await freshHome();
    await using made = await smallClass(own);
    await made.copyAdapter("iso-dates", { train: 3, eval: 20 });
    const written = await made.loco("bundle", "iso-dates", "--out", "away");
    // The script grows with the trainer.
    const stdout = written.stdout.replace(/[\d.]+ kB/, "… kB");
    expect({ ...written, stdout, stderr: "" }).toMatchInlineSnapshot(`
      {
        "exitCode": 0,
        "stderr": "",
        "stdout": "Two files, … kB, with 3 training rows and no evaluation rows:
        away/iso-dates-2026-s2.train.py
        away/iso-dates-2026-s2.data.jsonl
      Take both to Colab or another machine; how to run them stands at the top of the script.
      Then bring back what it writes: loco import iso-dates adapter_model.safetensors",
      }
    `);
    const folder = path.join(made.root, "away");
    expect((await readdir(folder)).sort()).toEqual(["iso-dates-2026-s2.data.jsonl", "iso-dates-2026-s2.train.py"]);
    const [data, script] = await Promise.all(
      ["iso-dates-2026-s2.data.jsonl", "iso-dates-2026-s2.train.py"].map((name) =>
        readFile(path.join(folder, name), "utf8"),
      ),
    );
    expect(JSON.parse(data!.split("\n")[0]!)).toMatchInlineSnapshot(`
      {
        "id": "train-0001",
        "messages": [
          {
            "content": "Rewrite the date in the text as YYYY-MM-DD. Reply with the date only.",
            "role": "system",
          },
          {
            "content": "The 17 students of Bogdan's class graduate on July 5th 2006.",
            "role": "user",
          },
        ],
        "prompt": "<|im_start|>system
      Rewrite the date in the text as YYYY-MM-DD. Reply with the date only.<|im_end|>
      <|im_start|>user
      The 17 students of Bogdan's class graduate on July 5th 2006.<|im_end|>
      <|im_start|>assistant
      ",
        "target": "2006-07-05",
      }
    `);
    expect(script).toContain(`"sha256": "${sha256Hex(data!)}"`);
    expect(script!.slice(0, script!.indexOf("BUNDLE"))).toMatchInlineSnapshot(`
      "# /// script
      # requires-python = ">=3.11"
      # dependencies = ["torch==2.15.0","transformers==5.23.0","peft==0.21.2","safetensors==0.8.0","gguf==0.19.0"]
      # ///
      """Trains one LoRA adapter elsewhere: on Colab, a lab machine, a friend's computer. Written by \`loco bundle\`.

      On Colab (Runtime > Change runtime type > a GPU), upload iso-dates-2026-s2.train.py and iso-dates-2026-s2.data.jsonl, then in a cell:
          !pip install -q transformers==5.23.0 peft==0.21.2 safetensors==0.8.0 gguf==0.19.0
          !python iso-dates-2026-s2.train.py
          from google.colab import files; files.download("adapter_model.safetensors")

      On any other machine with Python 3.11 or later, with both files in one folder:
          uv run iso-dates-2026-s2.train.py                 (uv fetches the libraries by itself), or
          python -m pip install torch==2.15.0 transformers==5.23.0 peft==0.21.2 safetensors==0.8.0 gguf==0.19.0
          python iso-dates-2026-s2.train.py                 (--help lists what else it takes)

      It downloads the base once, trains, and writes adapter_model.safetensors. Bring that file back:
          loco import 2026-s2/iso-dates adapter_model.safetensors

      Below stands LocoLLM's own training program, module after module. It reads the data file beside it, whose sha256 it checks,
      and sends nothing anywhere.
      """

      import sys
      from pathlib import Path

      # Non-ASCII signs are escaped, apostrophes too, so that no text in here can end the string.
      "
    `);
    const evaluation = await readFile(
      path.join(made.root, "semesters/2026-s2/adapters/iso-dates/data/eval.jsonl"),
      "utf8",
    );
    for (const line of evaluation.trimEnd().split("\n")) {
      const { id, prompt } = JSON.parse(line) as { id: string; prompt: string };
      for (const text of [data!, script!]) for (const secret of [id, prompt]) expect(text).not.toContain(secret);
    }
    for (const hidden of [made.root, own.home]) expect(script).not.toContain(hidden);

    await made.loco("bundle", "iso-dates", "--out", "again");
    expect(await readFile(path.join(made.root, "again/iso-dates-2026-s2.train.py"), "utf8")).toBe(script);
  },
);

test("without its libraries the script says how to get them", { timeout: 120_000 }, async () => {
  await using own = await freshHome();
  await using made = await smallClass(own);
  await made.copyAdapter("iso-dates", { train: 3, eval: 20 });
  await made.loco("bundle", "iso-dates", "--out", "away");
  // -S leaves out whatever is installed.
  const bare = await execa("python3", ["-S", "iso-dates-2026-s2.train.py"], {
    cwd: path.join(made.root, "away"),
    reject: false,
  });
  expect(bare.exitCode).toBe(1);
  expect(bare.stderr.replace(/\S+ -m pip/, "python3 -m pip")).toMatchInlineSnapshot(`
    "Missing here: torch, transformers, peft, safetensors, gguf.
    Fix: python3 -m pip install torch==2.15.0 transformers==5.23.0 peft==0.21.2 safetensors==0.8.0 gguf==0.19.0"
  `);
});
