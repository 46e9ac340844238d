import path from "node:path";
import { Template } from "@huggingface/jinja";
import { expect, test } from "vitest";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { parseSource } from "./source.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const { bases, findings } = await readWorkspace(root);

test("every base of this class is sound, and its sources can be read", () => {
  expect(findings.filter(({ file }) => file?.startsWith("bases/"))).toEqual([]);
  expect(bases.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["smollm2-135m-instruct-q4-1", "gemma-3-270m-q4-k-m"]),
  );
  const kinds = bases.map(({ sources }) => sources.flat().map((source) => parseSource(source).kind));
  expect(kinds.every(([first]) => first === "url")).toBe(true);
});

test("our chat template for Gemma: a system message opens the first user turn", () => {
  const template = new Template(bases.find(({ id }) => id === "gemma-3-270m-q4-k-m")!.chatTemplate!);
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "user", content: " One? " },
    { role: "assistant", content: "1" },
    { role: "user", content: "Two?" },
  ];
  const turns = [
    "<bos><start_of_turn>user\nBe brief.\n\nOne?<end_of_turn>\n",
    "<start_of_turn>model\n1<end_of_turn>\n",
    "<start_of_turn>user\nTwo?<end_of_turn>\n",
  ];
  expect(template.render({ messages, bos_token: "<bos>", add_generation_prompt: true })).toBe(
    `${turns.join("")}<start_of_turn>model\n`,
  );
  expect(template.render({ messages: messages.slice(0, 3), bos_token: "<bos>" })).toBe(turns.slice(0, 2).join(""));
});
