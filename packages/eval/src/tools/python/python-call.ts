import type { Interpretation } from "../../scorers/python/interpreter-messages.ts";

const mostCharacters = 1000;

/**
 * The first call of Python in a text: a block fenced as `python` or `py` and closed, before any `Answer:`. `text` ends with it: what
 * the model wrote after it is dropped, because it did not wait for the result. Null where there is none.
 */
export function pythonCall(text: string): { readonly text: string; readonly code: string } | null {
  const call = /^[ \t]*```(?:python|py)[ \t]*\r?\n([\s\S]*?)^[ \t]*```/imu.exec(text);
  if (call === null || /(?<![\p{L}\p{N}])answer[*_]*[ \t]*:/iu.test(text.slice(0, call.index))) return null;
  return { text: text.slice(0, call.index + call[0].length), code: call[1]! };
}

/** What the model is told of its program: what it printed, else why there is nothing. The first 1,000 characters. */
export function pythonResult({ ending, stdout, stderr }: Interpretation): string {
  const error = stderr.trimEnd().split("\n").at(-1)?.trim() ?? "";
  const printed = stdout.trim();
  const why = {
    finished: printed === "" ? "Nothing was printed." : "",
    exited: error === "" ? "" : `Error: ${error}`,
    crashed: "Error: the interpreter crashed.",
    "too-much-output": "Error: too much was printed.",
    "timed-out": "Error: it took too long.",
  }[ending];
  return [printed, why]
    .filter((part) => part !== "")
    .join("\n")
    .slice(0, mostCharacters);
}
