import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

/** An endpoint that knows the first of the answers and says so little of the others that they are wrong. */
async function knowingEndpoint(root: string, known: number) {
  const file = await readFile(path.join(root, "semesters/2026-s2/adapters/iso-dates/data/eval.jsonl"), "utf8");
  const rows = file
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { prompt: string; answer: string });
  const answerOf = new Map(rows.slice(0, known).map(({ prompt, answer }) => [prompt, answer]));
  const keys = new Set<string | undefined>();
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    keys.add(request.headers.authorization);
    const { messages } = JSON.parse(await text(request)) as { messages: { content: string }[] };
    const content = answerOf.get(messages.at(-1)!.content) ?? "1999-01-01";
    const choices = [{ finish_reason: "stop", message: { role: "assistant", content } }];
    response.end(JSON.stringify({ choices, usage: { prompt_tokens: 30, completion_tokens: 10 } }));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    keys,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

test(
  "the same items are asked of an endpoint, its cost is said first, and shares are taken of its score",
  { timeout: 300_000 },
  async () => {
    await using made = await smallClass();
    await made.copyAdapter("iso-dates", { train: 20, eval: 8 });
    await using endpoint = await knowingEndpoint(made.root, 6);
    const to = ["--send-to", endpoint.url, "--model", "big-model"];
    const prices = ["--price-sent", "1", "--price-received", "10"];
    const estimate = await made.loco("eval", "iso-dates", ...to, ...prices, "--subject", "remote", "--estimate");
    expect(estimate.stdout).toMatch(
      /8 requests, about \d+ tokens sent, at most 128 received, at most 0\.00\d in the currency of your prices\.$/,
    );
    expect(endpoint.keys.size).toBe(0);

    const alone = await made.loco("eval", "iso-dates", ...to, "--subject", "remote", "--json");
    const { data } = JSON.parse(alone.stdout) as { data: { rows: { run: string }[]; base: null; notice: string } };
    expect(data).toMatchObject({
      base: null,
      remote: { model: "big-model" },
      rows: [
        { subject: "big-model", condition: "plain", counts: { right: 6, items: 8 }, shareOfReference: { share: 1 } },
      ],
    });
    expect(data.notice).toContain("may be wrong");
    expect([...endpoint.keys]).toEqual([undefined]);

    const beside = await made.loco("eval", "iso-dates", ...to);
    expect(beside.exitCode).toBe(0);
    const who = beside.stdout
      .split("\n")
      .filter((line) => / of 8 /.test(line))
      .map((line) => line.split(/ {2,}/)[1]);
    expect(who).toEqual(["base", "adapter", "big-model"]);
    expect(beside.stdout).toContain("share of big-model, plain");
    expect(beside.stderr).toContain("big-model, plain: 8 of 8 (8 from the cache)");

    await made.loco("report", data.rows[0]!.run, data.rows[0]!.run, "--report", "remote.json");
    const report = JSON.parse(await readFile(path.join(made.root, "remote.json"), "utf8")) as {
      items: { reproduce: string }[];
    };
    const { reproduce } = report.items[7]!;
    expect(reproduce).toBe(
      `loco eval iso-dates --conditions plain --subject remote --send-to ${endpoint.url}/chat/completions --model big-model --item eval-0008`,
    );
    const again = await made.loco(...reproduce.split(" ").slice(1));
    expect(again).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("Asking one item") as string });
    expect(again.stdout).toContain("eval-0008");
    expect(again.stdout).toMatch(/^big-model, plain: wrong.*\n(.*\n)*  answer    1999-01-01\n/m);
    expect(again.stdout).toContain("they may be wrong too.");

    const recorded = await made.loco("eval", "iso-dates", "--share-of", data.rows[0]!.run);
    expect(recorded.stdout).toContain("share of big-model, recorded");
  },
);

test.each([
  [["--send-to", "http://localhost:1"], "--send-to needs the model's name."],
  [
    ["--send-to", "http://localhost:1", "--model", "m", "--key-from", "NO_SUCH_KEY"],
    "The environment variable NO_SUCH_KEY holds no key.",
  ],
  [["--conditions", "plain", "--in-flight", "2"], "--in-flight belongs to an endpoint, and none is named."],
  [["--conditions", "plain", "--price-sent", "1"], "--price-sent belongs to an endpoint, and none is named."],
  [["--conditions", "plain", "--subject", "remote"], "--subject remote names somebody who cannot answer."],
  [["--send-to", "http://localhost:1", "--model", "m", "--price-sent", "1"], "The prices are no two numbers."],
  [
    ["--send-to", "http://localhost:1", "--model", "m", "--in-flight", "many"],
    "--in-flight many is no number of requests.",
  ],
])("eval iso-dates %j is wrong use", async (args, message) => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 8 });
  expect(await made.loco("eval", "iso-dates", ...args)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(message) as string,
  });
});
