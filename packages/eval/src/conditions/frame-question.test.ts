import { hashOf, type JsonValue } from "@locollm/core";
import { expect, test } from "vitest";
import { manifest, trainingRows } from "../../test/city-recordings.ts";
import { scaffoldRevision } from "./frame-question.ts";
import { namedCondition } from "./named-condition.ts";
import { requestsFor } from "./requests.ts";

const item = { id: "e", prompt: "Which country is Oslo in?", answer: "Norway" };
const asked = (name: string) => {
  const condition = namedCondition(name, { manifest, subject: "base", trainingRows });
  const [request] = requestsFor(manifest, condition, [item], trainingRows);
  return request!.messages.map(({ role, content }) => `${role}: ${content}`).join("\n");
};

test("what each scaffold puts around a question; other words need another scaffoldRevision", () => {
  expect(scaffoldRevision).toBe(1);
  expect(asked("chain-of-thought:1")).toMatchInlineSnapshot(`
    "system: Name the country. Reply with its name only.
    user: Tell me the country of city train-59?

    Let's think step by step, then write the answer alone on the last line, after “Answer:”.
    assistant: Answer: Qatar
    user: Which country is Oslo in?

    Let's think step by step, then write the answer alone on the last line, after “Answer:”."
  `);
  expect(asked("re-read:1")).toMatchInlineSnapshot(`
    "system: Name the country. Reply with its name only.
    user: Tell me the country of city train-59?

    Read the question again: Tell me the country of city train-59?
    assistant: Qatar
    user: Which country is Oslo in?

    Read the question again: Which country is Oslo in?"
  `);
  expect(asked("python").split("\n").at(-1)).toMatchInlineSnapshot(
    `"Python can be run. To use it, write a block of code that begins with \`\`\`python, prints the result and ends with \`\`\`, and stop; what it prints is sent to you. When you know the answer, write it alone on the last line, after “Answer:”."`,
  );
  expect(asked("calculator")).toMatchInlineSnapshot(`
    "system: Name the country. Reply with its name only.
    user: Which country is Oslo in?

    There is a calculator. To use it, write a line such as “Calculate: (12 + 7.5) / 3” and stop; its result is sent to you. When you know the answer, write it alone on the last line, after “Answer:”."
  `);
});

test("working in an example's closing turn is shown before its answer", () => {
  const rows = [
    {
      id: "t",
      messages: [
        { role: "user" as const, content: "2+3*4?" },
        { role: "assistant" as const, content: "3*4 = 12, 2+12 = 14" },
      ],
      answer: 14,
    },
  ];
  const condition = namedCondition("chain-of-thought:1", { manifest, subject: "base", trainingRows: rows });
  expect(requestsFor(manifest, condition, [item], rows)[0]!.messages[2]!.content).toBe(
    "3*4 = 12, 2+12 = 14\nAnswer: 14",
  );
});

test("plain and few-shot conditions are written as they were before there were others", () => {
  const condition = namedCondition("few-shot:2", { manifest, subject: "base", trainingRows });
  expect(
    hashOf(namedCondition("plain", { manifest, subject: "base", trainingRows }) as JsonValue),
  ).toMatchInlineSnapshot(`"37c113151fb64d11f8b00f0ec526f043fec1988a7b189a5f3cc8be6c3dd95138"`);
  expect(hashOf(condition as JsonValue)).toMatchInlineSnapshot(
    `"07243299f8f7d037339812e5dff20c50f11fb762caa7b42d500552043c1a571d"`,
  );
  expect(hashOf(requestsFor(manifest, condition, [item], trainingRows) as unknown as JsonValue)).toMatchInlineSnapshot(
    `"ad23757985e310352c99713350bba82572bf2088e174d762a0e48941f8618835"`,
  );
});
