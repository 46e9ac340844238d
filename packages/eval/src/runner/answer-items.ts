import type { GenerateRequest, SamplePart, Scaffold } from "@locollm/core";
import { InterpreterPool } from "../scorers/python/interpreter-pool.ts";
import { toolCall } from "../tools/tool-call.ts";
import { collectAnswers, type CollectedAnswer, type CollectOptions } from "./collect-answers.ts";

/** One text that was asked for, and what a tool answered to the call in it. */
export interface AnswerPart {
  readonly answer: CollectedAnswer;
  readonly toolResult?: string;
}

/**
 * All that the model writes for each request under a scaffold, in the requests' order: one part where it is asked once, the answers of
 * a vote, or the turns of a tool loop. The cache is looked up for every part, so an interrupted vote or loop goes on where it was.
 */
export async function answerItems(
  requests: readonly GenerateRequest[],
  scaffold: Scaffold,
  options: CollectOptions,
): Promise<AnswerPart[][]> {
  if (scaffold.kind === "vote") return vote(requests, scaffold.samples, options);
  if (scaffold.kind === "tool-loop") return toolLoop(requests, scaffold, options);
  return (await collectAnswers(requests, options)).map((answer) => [{ answer }]);
}

/** Self-consistency: the same question with the seeds that follow the condition's, one an answer. */
async function vote(
  requests: readonly GenerateRequest[],
  samples: number,
  options: CollectOptions,
): Promise<AnswerPart[][]> {
  const seeded = requests.flatMap((request) => Array.from({ length: samples }, (_, k) => seededRequest(request, k)));
  const answers = await collectAnswers(seeded, options);
  return requests.map((_, i) => answers.slice(i * samples, (i + 1) * samples).map((answer) => ({ answer })));
}

/** The request for a vote's k-th answer. */
function seededRequest({ id, sampling, ...rest }: GenerateRequest, k: number): GenerateRequest {
  return { ...rest, id: `${k}/${id}`, sampling: { ...sampling, seed: sampling.seed + k } };
}

const pythonMemory = 256;

/** Each round asks all items whose last text held a call, with the tool's result as the next turn. */
async function toolLoop(
  requests: readonly GenerateRequest[],
  { tool, rounds }: Extract<Scaffold, { kind: "tool-loop" }>,
  options: CollectOptions,
): Promise<AnswerPart[][]> {
  await using pool = tool === "python" ? new InterpreterPool({ memory: pythonMemory }) : undefined;
  const parts = requests.map((): AnswerPart[] => []);
  let open = requests.map((request, index) => ({ request, index }));
  for (let round = 0; open.length > 0; round++) {
    const answers = await collectAnswers(
      open.map(({ request }) => request),
      options,
    );
    const turns = await Promise.all(
      open.map(async ({ request, index }, i) => {
        const answer = answers[i]!;
        const call = answer.kind === "answer" && round < rounds ? toolCall(tool, answer.generation.text) : null;
        if (call === null) return { index, part: { answer } };
        const toolResult = await call.run(pool);
        return { index, part: { answer, toolResult }, request: afterCall(request, call.text, toolResult) };
      }),
    );
    for (const { index, part } of turns) parts[index]!.push(part);
    open = turns.flatMap(({ index, request }) => (request === undefined ? [] : [{ index, request }]));
  }
  return parts;
}

/** The request of the next turn: the text up to its call, then the tool's result. */
function afterCall(request: GenerateRequest, text: string, result: string): GenerateRequest {
  const turns = [
    { role: "assistant" as const, content: text },
    { role: "user" as const, content: result },
  ];
  return { ...request, messages: [...request.messages, ...turns] };
}

/** What was asked for each part of a sample, given the request that `requestsFor` made for its item. */
export function partRequests(
  request: GenerateRequest,
  scaffold: Scaffold,
  parts: readonly SamplePart[],
): GenerateRequest[] {
  if (scaffold.kind === "vote") return parts.map((_, k) => seededRequest(request, k));
  const asked = [request];
  if (scaffold.kind !== "tool-loop") return asked;
  for (const { output, toolResult: result } of parts) {
    const call = toolCall(scaffold.tool, output);
    if (call !== null && result !== undefined) asked.push(afterCall(asked.at(-1)!, call.text, result));
  }
  return asked.slice(0, parts.length);
}
