import { pythonTestsOf, type AdapterManifest, type Finding, type Item } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** Answers of a form that the manifest's scorer cannot score. */
export function answerForm(manifest: AdapterManifest, rows: readonly Row[], file: string): Finding[] {
  return rows.flatMap(({ item, line }): Finding[] => {
    const wrong = formProblem(manifest, item);
    return wrong === null ? [] : [{ code: "answer-form", severity: "error", file, line, ...wrong }];
  });
}

function formProblem({ score }: AdapterManifest, { answer }: Item): { message: string; fix: string } | null {
  switch (score.scorer) {
    case "choice":
      if (typeof answer === "string" && score.choices.includes(answer)) return null;
      return {
        message: `The answer ${JSON.stringify(answer)} is not among the choices.`,
        fix: `Use one of: ${score.choices.join(", ")}.`,
      };
    case "numeric":
      if (
        typeof answer === "number" ||
        (typeof answer === "string" && answer.trim() !== "" && Number.isFinite(Number(answer))) ||
        (typeof answer === "string" && score.read !== undefined && longerNumber.test(answer.trim()))
      ) {
        return null;
      }
      return {
        message: `The answer ${JSON.stringify(answer)} is not a number.`,
        fix: "Write a plain number, such as 12.5.",
      };
    case "json":
      if (typeof answer === "object" && answer !== null) return null;
      return {
        message: "The answer is not a JSON object or list.",
        fix: 'Write the value itself, such as {"total": 12.5}.',
      };
    case "contains":
    case "rouge-l":
    case "chrf":
      if (
        isText(answer) ||
        (Array.isArray(answer) && answer.length > 0 && answer.length <= 1000 && answer.every(isText))
      )
        return null;
      return {
        message: "The answer is not a text or a list of texts, or one of them is empty.",
        fix: 'Write one text, "Lima", or several in brackets: ["Lima", "Peru"].',
      };
    case "python":
      if (pythonTestsOf(answer) !== null) return null;
      return {
        message: "The answer holds no Python tests.",
        fix: 'Write the tests as a text, such as "assert double(2) == 4", or as {"setup": …, "tests": …}.',
      };
    case "exact":
    case "regex":
    case "sql":
      if (isText(answer)) return null;
      return { message: "The answer is not a text, or it is empty.", fix: "Write the answer in double quotes." };
  }
}

/** A fraction or a number with commas between thousands, which `numeric` reads where `read` is set. */
const longerNumber = /^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\/0*[1-9]\d*)?$/;

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
