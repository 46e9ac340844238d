import { expect, test } from "vitest";
import { evaluateSide } from "../../test/city-evaluation.ts";
import { adapterId, cityGenerator, items, manifest, plain, rightAnswer } from "../../test/city-recordings.ts";
import { memoryCache } from "../../test/memory-cache.ts";
import { requestsFor } from "../conditions/requests.ts";
import { createScorer } from "../scorers/create-scorer.ts";
import { evaluate } from "./evaluate.ts";
import { recordedGenerator } from "./recorded-generator.ts";

const requests = requestsFor(manifest, plain, items);

test("replaying a run gives its samples again, byte for byte", async () => {
  const recorded = await evaluateSide((item, i) => (i % 2 === 0 ? rightAnswer(item) : i % 3 === 0 ? null : "Atlantis"));
  const generator = recordedGenerator([{ ...recorded, requests }]);
  const scorer = createScorer(manifest.score);
  const replayed = await evaluate({
    adapterId,
    manifest,
    items,
    condition: plain,
    generator,
    scorer,
    cache: memoryCache(),
  });
  const answered = (samples: typeof recorded.samples) =>
    JSON.stringify(samples.filter(({ finish }) => finish !== "error"));
  expect(answered(replayed.samples)).toBe(answered(recorded.samples));
  expect(replayed.run.counts).toEqual(recorded.run.counts);
  expect(generator.identity.kind).toBe("recorded");
});

test("it answers by the question, streams, and fails where nothing was recorded", async () => {
  const generator = cityGenerator(rightAnswer);
  const asked = [
    { ...requests[3]!, id: "another name" },
    { ...requests[0]!, id: "unknown", messages: [{ role: "user" as const, content: "And Atlantis?" }] },
  ];
  const streamed: string[] = [];
  const results = await Array.fromAsync(
    generator.generate(asked, { onToken: (id, text) => streamed.push(`${id}: ${text}`) }),
  );
  expect(results).toMatchInlineSnapshot(`
    [
      {
        "finish": "stop",
        "id": "another name",
        "text": "Peru",
        "timing": {
          "cachedPromptTokens": 0,
          "generatedTokens": 0,
          "milliseconds": 0,
          "promptTokens": 0,
        },
        "tokens": [
          {
            "logProbability": -0.25,
            "text": "Peru",
          },
          {
            "logProbability": -0.5,
            "text": "",
          },
        ],
      },
      {
        "error": {
          "code": "not-recorded",
          "message": "The recorded run does not hold this question.",
        },
        "id": "unknown",
      },
    ]
  `);
  expect(streamed).toEqual(["another name: Peru"]);
});

test("it cannot score, and needs a run", async () => {
  await expect(cityGenerator(rightAnswer).score([])).rejects.toThrow("cannot score");
  expect(() => recordedGenerator([])).toThrow("no recorded run");
});
