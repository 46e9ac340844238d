import path from "node:path";
import type { Finding } from "@locollm/core";
import { z } from "zod";
import { readText } from "./read-text.ts";

const rowSchema = z.strictObject({ id: z.string().min(1), prompt: z.string().min(1) });

/** A semester's questions that belong to no adapter, from `out-of-scope.jsonl`; none where there is no such file. */
export async function readOutOfScope(
  root: string,
  semester: string,
): Promise<{ prompts: readonly string[]; findings: readonly Finding[] }> {
  const shown = `semesters/${semester}/out-of-scope.jsonl`;
  const { text, findings } = await readText(path.join(root, shown), shown, 16 * 1024 * 1024);
  if (text === null) return { prompts: [], findings: findings.filter((finding) => finding.code !== "file-missing") };
  const wrong: Finding[] = [];
  const prompts = text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [rowSchema.parse(JSON.parse(line)).prompt];
    } catch {
      wrong.push({
        code: "row-not-json",
        severity: "error",
        file: shown,
        line: index + 1,
        message: "This row is not a JSON object with id and prompt.",
        fix: 'Write {"id": "…", "prompt": "…"}.',
      });
      return [];
    }
  });
  return { prompts, findings: [...findings, ...wrong] };
}
