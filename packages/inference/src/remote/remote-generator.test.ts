import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { GenerateRequest, GenerationResult, Generator, Sampling } from "@locollm/core";
import { describe, expect, test } from "vitest";
import { chatEndpoint, sendAnswer } from "../../test/chat-endpoint.ts";
import { remoteGenerator } from "./remote-generator.ts";

const greedy: Sampling = { temperature: 0, topP: 1, seed: 0, maxTokens: 16 };
const ask = (...questions: string[]): GenerateRequest[] =>
  questions.map((content) => ({ id: content, messages: [{ role: "user", content }], sampling: greedy }));
const quick = { model: "tiny", firstWaitMilliseconds: 1, timeoutSeconds: 5 };

async function answersOf(generator: Generator, requests: readonly GenerateRequest[], signal?: AbortSignal) {
  const results: GenerationResult[] = [];
  for await (const result of generator.generate(requests, { signal })) results.push(result);
  const order = new Map(requests.map(({ id }, i) => [id, i]));
  return results.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
}
const said = (result: GenerationResult | undefined) =>
  result === undefined ? undefined : "text" in result ? result.text : result.error.code;

test("sends what was asked and reads the answer, its tokens and its cost", async () => {
  await using endpoint = await chatEndpoint(({ question }, response) => sendAnswer(response, `${question}!`));
  const generator = remoteGenerator({ ...quick, url: `${endpoint.url}/v1/`, key: "secret" });
  const sampled = { ...greedy, temperature: 0.7, topP: 0.9, seed: 3 };
  const [plain, drawn] = ask("one", "two");
  const [answer] = await answersOf(generator, [plain!, { ...drawn!, sampling: sampled }]);
  expect(answer).toEqual({
    id: "one",
    text: "one!",
    tokens: [{ text: "one!", logProbability: -0.25 }],
    finish: "stop",
    timing: { promptTokens: 12, cachedPromptTokens: 0, generatedTokens: 3, milliseconds: expect.any(Number) as number },
  });
  const bodies = endpoint.calls
    .map(({ body }) => body)
    .sort((a, b) => Number(a["temperature"]) - Number(b["temperature"]));
  expect(bodies).toMatchInlineSnapshot(`
    [
      {
        "logprobs": true,
        "max_tokens": 16,
        "messages": [
          {
            "content": "one",
            "role": "user",
          },
        ],
        "model": "tiny",
        "stream": false,
        "temperature": 0,
      },
      {
        "logprobs": true,
        "max_tokens": 16,
        "messages": [
          {
            "content": "two",
            "role": "user",
          },
        ],
        "model": "tiny",
        "seed": 3,
        "stream": false,
        "temperature": 0.7,
        "top_p": 0.9,
      },
    ]
  `);
  expect(endpoint.calls[0]!.headers.authorization).toBe("Bearer secret");
  expect(JSON.stringify(generator.identity)).not.toContain("secret");
  expect(generator.identity).toMatchObject({ kind: "remote", base: { id: "tiny" }, adapter: null });
});

const broken: Record<string, (response: ServerResponse) => void> = {
  "no JSON": (response) => void response.end("<html>busy</html>"),
  "no completion": (response) => void response.end('{"choices": []}'),
  "a wrong type": (response) =>
    void response.end('{"choices": [{"finish_reason": "stop", "message": {"content": 7}}]}'),
  "a probability above 1": (response) =>
    void response.end(
      '{"choices":[{"finish_reason":"stop","message":{"content":"x"},"logprobs":{"content":[{"token":"x","logprob":2}]}}]}',
    ),
  "invalid UTF-8": (response) => void response.end(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
  "1 MB of text": (response) => sendAnswer(response, "x".repeat(1_000_000)),
  "1 MB of noise": (response) => void response.end(Buffer.alloc(1_000_000, 0x20)),
  "too long a text": (response) => sendAnswer(response, "x".repeat(5_000), { logprobs: false }),
  "no text": (response) => sendAnswer(response, null, { logprobs: false }),
  "a filter": (response) => sendAnswer(response, "", { finish: "content_filter" }),
  "too long a prompt": (response) => void response.writeHead(400).end('{"error": "context exceeded"}'),
};

test("what no further attempt mends is that item's failure, and the others are answered", async () => {
  await using endpoint = await chatEndpoint(({ question }, response) =>
    question in broken ? broken[question]!(response) : sendAnswer(response, "fine"),
  );
  const names = Object.keys(broken);
  const results = await answersOf(remoteGenerator({ ...quick, url: endpoint.url }), ask(...names, "good"));
  expect(Object.fromEntries(results.map((result) => [result.id, said(result)]))).toMatchInlineSnapshot(`
    {
      "1 MB of noise": "remote-too-long",
      "1 MB of text": "remote-too-long",
      "a filter": "remote-withheld",
      "a probability above 1": "remote-garbage",
      "a wrong type": "remote-garbage",
      "good": "fine",
      "invalid UTF-8": "remote-not-utf8",
      "no JSON": "remote-garbage",
      "no completion": "remote-garbage",
      "no text": "remote-no-text",
      "too long a prompt": "remote-rejected",
      "too long a text": "remote-too-long",
    }
  `);
  expect(endpoint.calls).toHaveLength(names.length + 1);
});

describe("what another attempt may mend is tried again", () => {
  test("a rate limit holds all requests back, by Retry-After", async () => {
    let limited = 0;
    await using endpoint = await chatEndpoint(({ times }, response) => {
      if (times > 0 || limited > 0) return sendAnswer(response, "fine");
      limited = Date.now();
      response.writeHead(429, { "retry-after": "1" }).end("slow down");
    });
    const generator = remoteGenerator({ ...quick, url: endpoint.url, inFlight: 1 });
    const results = await answersOf(generator, ask("a", "b", "c"));
    expect(results.map(said)).toEqual(["fine", "fine", "fine"]);
    expect(endpoint.calls.map(({ question }) => question)).toEqual(["a", "a", "b", "c"]);
  });

  test("a server's error, a cut answer, a broken connection", async () => {
    await using endpoint = await chatEndpoint(({ question, times }, response) => {
      if (times >= 2) return sendAnswer(response, "fine");
      if (question === "error") response.writeHead(503).end();
      else if (question === "cut")
        response.writeHead(200, { "content-length": 1000 }).write('{"choi', () => response.destroy());
      else response.destroy();
    });
    const results = await answersOf(
      remoteGenerator({ ...quick, url: endpoint.url, inFlight: 1 }),
      ask("error", "cut", "gone"),
    );
    expect(results.map(said)).toEqual(["fine", "fine", "fine"]);
    expect(endpoint.calls).toHaveLength(9);
  });

  test("but not for ever", async () => {
    await using endpoint = await chatEndpoint((_, response) => void response.writeHead(429).end());
    const results = await answersOf(remoteGenerator({ ...quick, url: endpoint.url, retries: 2 }), ask("a"));
    expect(results.map(said)).toEqual(["remote-rate-limit"]);
    expect(endpoint.calls).toHaveLength(3);
  });

  test("nor where the wait is longer than anybody waits", async () => {
    await using endpoint = await chatEndpoint(
      (_, response) => void response.writeHead(429, { "retry-after": "86400" }).end("tomorrow"),
    );
    const [result] = await answersOf(remoteGenerator({ ...quick, url: endpoint.url }), ask("a"));
    expect(result).toEqual({
      id: "a",
      error: { code: "remote-rate-limit", message: "The endpoint answered 429: tomorrow" },
    });
  });
});

test("an endpoint that dies costs its items, not hours", async () => {
  await using endpoint = await chatEndpoint(async ({ question }, response) => {
    if (question !== "q5") return sendAnswer(response, "fine");
    response.destroy();
    await endpoint.close();
  });
  const questions = Array.from({ length: 40 }, (_, i) => `q${i}`);
  const generator = remoteGenerator({ ...quick, url: endpoint.url, inFlight: 1, retries: 3 });
  const results = await answersOf(generator, ask(...questions));
  expect(results.map(said)).toEqual([
    ...Array<string>(5).fill("fine"),
    ...Array<string>(35).fill("remote-unreachable"),
  ]);
  expect(results.at(-1)).toMatchObject({ error: { message: "Not asked: the endpoint is gone." } });
});

test("an answer that does not come is given up", async () => {
  await using endpoint = await chatEndpoint(() => {});
  const generator = remoteGenerator({ ...quick, url: endpoint.url, timeoutSeconds: 0.1 });
  expect((await answersOf(generator, ask("a"))).map(said)).toEqual(["remote-timeout"]);
});

test("at most so many requests are in flight", async () => {
  await using endpoint = await chatEndpoint(async (_, response) => {
    await delay(20);
    sendAnswer(response, "fine");
  });
  const questions = Array.from({ length: 12 }, (_, i) => `q${i}`);
  await answersOf(remoteGenerator({ ...quick, url: endpoint.url, inFlight: 3 }), ask(...questions));
  expect(endpoint.state.most).toBe(3);
});

test("what an endpoint does not know is left out from then on", async () => {
  await using endpoint = await chatEndpoint(({ body }, response) => {
    if ("logprobs" in body) response.writeHead(400).end('{"error": {"message": "logprobs is not supported"}}');
    else if ("max_tokens" in body) response.writeHead(400).end('{"error": "use max_completion_tokens"}');
    else sendAnswer(response, "fine", { logprobs: false });
  });
  const results = await answersOf(remoteGenerator({ ...quick, url: endpoint.url, inFlight: 2 }), ask("a", "b", "c"));
  expect(results.map(said)).toEqual(["fine", "fine", "fine"]);
  expect(results[2]).toMatchObject({ tokens: [], timing: { generatedTokens: 3 } });
  expect(endpoint.calls.at(-1)!.body).toMatchObject({ max_completion_tokens: 16 });
});

test.each([401, 404])("a refusal of every request (%i) ends the run, and the key is not shown", async (status) => {
  await using endpoint = await chatEndpoint((_, response) => void response.writeHead(status).end("no: secret"));
  const generator = remoteGenerator({ ...quick, url: endpoint.url, key: "secret" });
  const error: unknown = await answersOf(generator, ask("a", "b")).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "remote-refused", fields: { status, model: "tiny" } });
  expect(JSON.stringify([String(error), error])).not.toContain("secret");
});

test("an abort rejects with its reason and ends what is in flight", async () => {
  await using endpoint = await chatEndpoint(() => {});
  const stop = new AbortController();
  const asked = answersOf(remoteGenerator({ ...quick, url: endpoint.url }), ask("a", "b"), stop.signal);
  while (endpoint.calls.length < 2) await delay(5);
  stop.abort(new Error("enough"));
  await expect(asked).rejects.toThrow("enough");
  while (endpoint.state.inFlight > 0) await delay(5);
});

test.each([
  ["ftp://here", undefined],
  ["nonsense", undefined],
  ["https://me:word@example.org/v1", undefined],
  ["http://example.org/v1", "secret"],
])("the address %s with the key %s is refused", (url, key) => {
  expect(() => remoteGenerator({ url, model: "m", key })).toThrow(
    expect.objectContaining({ code: "remote-address", kind: "usage" }) as Error,
  );
});

test("a remote model cannot score given texts", async () => {
  const generator = remoteGenerator({ url: "https://example.org/v1", model: "m" });
  await expect(generator.score([])).rejects.toMatchObject({ code: "remote-cannot-score" });
});
