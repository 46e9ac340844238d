import type { GenerateRequest, SamplePart, Scaffold, ToolName } from "@locollm/core";
import { calculatorCall, type ToolCall } from "../tools/calculator/calculator-call.ts";
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

const callIn: Readonly<Record<ToolName, (text: string) => ToolCall | null>> = { calculator: calculatorCall };

/** Each round asks all items whose last text held a call, with the tool's result as the next turn. */
async function toolLoop(
  requests: readonly GenerateRequest[],
  { tool, rounds }: Extract<Scaffold, { kind: "tool-loop" }>,
  options: CollectOptions,
): Promise<AnswerPart[][]> {
  const parts = requests.map((): AnswerPart[] => []);
  let open = requests.map((request, index) => ({ request, index }));
  for (let round = 0; open.length > 0; round++) {
    const answers = await collectAnswers(
      open.map(({ request }) => request),
      options,
    );
    const next: typeof open = [];
    for (const [i, { request, index }] of open.entries()) {
      const answer = answers[i]!;
      const call = answer.kind === "answer" && round < rounds ? callIn[tool](answer.generation.text) : null;
      parts[index]!.push(call === null ? { answer } : { answer, toolResult: call.result });
      if (call === null) continue;
      next.push({ request: afterCall(request, call), index });
    }
    open = next;
  }
  return parts;
}

/** The request of the next turn: the text up to its call, then the tool's result. */
function afterCall(request: GenerateRequest, { text, result }: ToolCall): GenerateRequest {
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
    const call = result === undefined ? null : callIn[scaffold.tool](output);
    if (call !== null) asked.push(afterCall(asked.at(-1)!, call));
  }
  return asked.slice(0, parts.length);
}
