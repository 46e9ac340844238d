import { sha256Hex, type GenerateRequest, type Generator } from "@locollm/core";

/** A generator whose answers follow from the request alone; null where the machinery fails. `asked` lists the requests that it was sent. */
export function answeringGenerator(answer: (request: GenerateRequest) => string | null) {
  const asked: GenerateRequest[] = [];
  const generator: Generator = {
    identity: {
      kind: "local",
      engine: "by rule",
      revision: 1,
      base: { id: "small-base", sha256: sha256Hex("small-base") },
      adapter: null,
      template: sha256Hex("template"),
      shape: {},
    },
    wave: 1,
    async *generate(requests) {
      for (const request of requests) {
        asked.push(request);
        const { id } = request;
        const text = answer(request);
        const timing = { promptTokens: 10, cachedPromptTokens: 0, generatedTokens: 5, milliseconds: 1 };
        if (text === null) yield { id, error: { code: "broken", message: "Out of memory." } };
        else yield { id, text, tokens: [{ text, logProbability: -0.5 }], finish: "stop", timing };
      }
    },
    score: () => Promise.reject(new Error("nothing is scored here")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { generator, asked };
}
