import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { repository, type smallClass } from "./small-class.ts";

/** SVAMP's word problems where `LOCO_DATA` points, else beside the checkout. */
const file = path.join(process.env["LOCO_DATA"] ?? path.join(repository, "../shared/data"), "svamp/SVAMP.json");
export const svampIsHere = existsSync(file);

const problemSchema = z.object({ ID: z.string(), Body: z.string(), Question: z.string(), Answer: z.number() });
const manifest = `schema: 1
title: Word problems of SVAMP
summary: Solves an arithmetic word problem.
version: 1.0.0
authors: [{ handle: test }]
licence: MIT
data: { provenance: "SVAMP; no personal data" }
prompt: { system: Solve the problem. Reply with the number only., maxTokens: 32 }
score: { scorer: numeric, read: last }
limits: One-step problems with whole numbers.
`;

/** Writes SVAMP as an adapter's folder: the first problems as evaluation rows, the next ones as training rows. */
export async function writeSvamp(
  { write }: Pick<Awaited<ReturnType<typeof smallClass>>, "write">,
  rows: { readonly train: number; readonly eval: number },
): Promise<void> {
  const problems = z.array(problemSchema).parse(JSON.parse(await readFile(file, "utf8")));
  const lines = problems.map(({ ID, Body, Question, Answer }) => {
    const body = Body.trim();
    const prompt = `${body}${/[.?!,]$/.test(body) ? "" : "."} ${Question.trim()}`;
    return `${JSON.stringify({ id: ID, prompt, answer: Answer })}\n`;
  });
  const folder = "semesters/2026-s2/adapters/svamp";
  await write(`${folder}/adapter.yaml`, manifest);
  await write(`${folder}/README.md`, "# Word problems of SVAMP\n");
  await write(`${folder}/data/eval.jsonl`, lines.slice(0, rows.eval).join(""));
  await write(`${folder}/data/train.jsonl`, lines.slice(rows.eval, rows.eval + rows.train).join(""));
}
