import { adapterManifestSchema, runSchema, sampleSchema, type GenerateRequest, type Item } from "@locollm/core";
import { expect, test } from "vitest";
import { answeringGenerator } from "../../test/answering-generator.ts";
import { manifest as cities } from "../../test/city-recordings.ts";
import { memoryCache } from "../../test/memory-cache.ts";
import { namedCondition } from "../conditions/named-condition.ts";
import { requestsFor } from "../conditions/requests.ts";
import { createScorer } from "../scorers/create-scorer.ts";
import { evaluate } from "./evaluate.ts";
import { recordedGenerator } from "./recorded-generator.ts";

const manifest = adapterManifestSchema.parse({ ...cities, score: { scorer: "numeric" } });
const items: Item[] = [3, 4, 5].map((n) => ({ id: `e${n}`, prompt: `What is ${n} * 12?`, answer: n * 12 }));
const run = (name: string, answer: (request: GenerateRequest) => string | null, cache = memoryCache()) => {
  const { generator, asked } = answeringGenerator(answer);
  const condition = namedCondition(name, { manifest, subject: "base", trainingRows: [] });
  const scorer = createScorer(manifest.score);
  return evaluate({ adapterId: "2026-s2/sums", manifest, items, condition, generator, scorer, cache }).then((made) => {
    runSchema.parse(made.run);
    for (const sample of made.samples) sampleSchema.parse(sample);
    return { ...made, asked };
  });
};
const numberIn = ({ messages }: GenerateRequest) =>
  Number(/is (\d+)/.exec(messages.findLast(({ content }) => content.startsWith("What"))!.content)![1]);

test("a vote takes the answer given most often, of equals the earliest; format misses do not vote", async () => {
  const drawn: Record<number, string[]> = {
    3: ["1", "36", "36", "36.0", "1"],
    4: ["about 48", "I say 48", "48 it is", "7", "48!"],
    5: ["60", "61", "61", "60", "?"],
  };
  const { samples, timings, asked } = await run(
    "vote:5",
    (request) => drawn[numberIn(request)]![request.sampling.seed]!,
  );
  expect(asked.map(({ id, sampling }) => `${id} ${sampling.seed}`).slice(0, 6)).toEqual([
    "0/e3 0",
    "1/e3 1",
    "2/e3 2",
    "3/e3 3",
    "4/e3 4",
    "0/e4 0",
  ]);
  expect(samples.map(({ output, score, parts }) => [output, score.outcome, parts!.map((part) => part.output)])).toEqual(
    [
      ["36", "right", drawn[3]],
      ["7", "wrong", drawn[4]],
      ["60", "right", drawn[5]],
    ],
  );
  expect(timings[0]).toMatchObject({ generatedTokens: 25, promptTokens: 50, cached: false });
});

test("a vote without any answer in form is judged by its first; one that is lost makes the item an error", async () => {
  const { samples } = await run("vote:2", (request) =>
    numberIn(request) === 3 ? "who knows" : numberIn(request) === 4 && request.sampling.seed === 1 ? null : "60",
  );
  expect(samples.map(({ score }) => [score.outcome, score.reason])).toMatchInlineSnapshot(`
    [
      [
        "format-miss",
        "The output is not a number alone, and there is no number in it.",
      ],
      [
        "error",
        "Out of memory. (broken)",
      ],
      [
        "right",
        undefined,
      ],
    ]
  `);
});

test("a vote over chains of thought reads each final answer", async () => {
  const { samples } = await run(
    "vote:3/chain-of-thought",
    (request) => `Hm, ${request.sampling.seed}.\nAnswer: ${numberIn(request) * 12}`,
  );
  expect(samples.map(({ score }) => score.outcome)).toEqual(["right", "right", "right"]);
});

const withTool = (request: GenerateRequest): string => {
  const last = request.messages.at(-1)!.content;
  const n = numberIn(request);
  if (n === 5) return "Calculate: 1 + 1";
  return last.startsWith("What")
    ? `I need a number.\nCalculate: ${n} * 12\nIt is 99.\nAnswer: 99`
    : `Answer: ${last.split("= ")[1]}`;
};

test("a tool's result is put after the call, and the last turn is judged; calls end after the last round", async () => {
  const { samples, asked } = await run("calculator:2", withTool);
  expect(samples.map(({ output, score, parts }) => [output, score.outcome, parts!.length])).toEqual([
    ["Answer: 36", "right", 2],
    ["Answer: 48", "right", 2],
    ["Calculate: 1 + 1", "format-miss", 3],
  ]);
  expect(samples[0]!.parts![0]).toMatchObject({
    output: expect.stringContaining("99") as string,
    toolResult: "3 * 12 = 36",
  });
  expect(asked.find(({ id, messages }) => id === "e3" && messages.length > 2)!.messages.slice(-2)).toEqual([
    { role: "assistant", content: "I need a number.\nCalculate: 3 * 12" },
    { role: "user", content: "3 * 12 = 36" },
  ]);
});

test("what was answered before a kill is not asked again, and the samples are the same bytes", async () => {
  const whole = await run("calculator:2", withTool);
  const cache = memoryCache();
  let left = 4;
  const dying = (request: GenerateRequest) => {
    if (left-- === 0) throw new Error("killed");
    return withTool(request);
  };
  await expect(run("calculator:2", dying, cache)).rejects.toThrow("killed");
  const resumed = await run("calculator:2", withTool, cache);
  expect(resumed.asked).toHaveLength(whole.asked.length - 4);
  expect(JSON.stringify([resumed.run, resumed.samples])).toBe(JSON.stringify([whole.run, whole.samples]));
});

test.each(["calculator:2", "vote:3", "vote:2/chain-of-thought"])(
  "a recorded %s is replayed part by part",
  async (name) => {
    const { run: recorded, samples } = await run(name, (request) =>
      name.startsWith("vote") ? `Answer: ${request.sampling.seed + 35}` : withTool(request),
    );
    const condition = namedCondition(name, { manifest, subject: "base", trainingRows: [] });
    const generator = recordedGenerator([
      { run: recorded, samples, requests: requestsFor(manifest, condition, items) },
    ]);
    const scorer = createScorer(manifest.score);
    const cache = memoryCache();
    const again = await evaluate({ adapterId: "2026-s2/sums", manifest, items, condition, generator, scorer, cache });
    expect(JSON.stringify(again.samples)).toBe(JSON.stringify(samples));
  },
);

test("Python is run in the loop", { timeout: 60_000 }, async () => {
  const { samples } = await run("python", (request) => {
    const last = request.messages.at(-1)!.content;
    return last.startsWith("What") ? `\`\`\`python\nprint(${numberIn(request)} * 12)\n\`\`\`` : `Answer: ${last}`;
  });
  expect(samples.map(({ output, score }) => [output, score.outcome])).toEqual([
    ["Answer: 36", "right"],
    ["Answer: 48", "right"],
    ["Answer: 60", "right"],
  ]);
});
