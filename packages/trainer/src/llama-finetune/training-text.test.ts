import os from "node:os";
import path from "node:path";
import type { Item } from "@locollm/core";
import { fetchBase, readWorkspace } from "@locollm/store";
import { expect, test } from "vitest";
import { demoManifest } from "../../test/demo-manifest.ts";
import { planTraining } from "../train-plan.ts";
import { trainingText } from "./training-text.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const items: Item[] = ["one", "two", "three"].map((word) => ({ id: word, prompt: `Say ${word}.`, answer: word }));
const manifest = demoManifest({ prompt: { system: "Say it." } });

test("each row is the whole conversation as the template writes it, the base's end of turn read from its file", async () => {
  const base = (await readWorkspace(root)).bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
  const file = await fetchBase(base);
  const textWith = (chatTemplate: string | undefined) =>
    trainingText(
      planTraining({
        adapterId: "2026-s2/says",
        manifest,
        items,
        base: { id: base.id, sha256: file.sha256, file: file.path, chatTemplate },
        root: os.tmpdir(),
      }),
    );
  expect(textWith(undefined)).toMatchInlineSnapshot(`
    "<|im_start|>system
    Say it.<|im_end|>
    <|im_start|>user
    Say three.<|im_end|>
    <|im_start|>assistant
    three<|im_end|>
    <|im_start|>system
    Say it.<|im_end|>
    <|im_start|>user
    Say one.<|im_end|>
    <|im_start|>assistant
    one<|im_end|>
    <|im_start|>system
    Say it.<|im_end|>
    <|im_start|>user
    Say two.<|im_end|>
    <|im_start|>assistant
    two<|im_end|>
    "
  `);
  const named = "{% for turn in messages %}{{ turn.role }}: {{ turn.content }}{{ eos_token }}\n{% endfor %}";
  expect(textWith(named)).toMatchInlineSnapshot(`
    "system: Say it.<|im_end|>
    user: Say three.<|im_end|>
    assistant: three<|im_end|>
    system: Say it.<|im_end|>
    user: Say one.<|im_end|>
    assistant: one<|im_end|>
    system: Say it.<|im_end|>
    user: Say two.<|im_end|>
    assistant: two<|im_end|>
    "
  `);
});
