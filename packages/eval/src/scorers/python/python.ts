import { pythonTestsOf, type PythonTests, type ScorerOptions } from "@locollm/core";
import type { Scorer } from "../scorer.ts";
import { emptyOutput, failed, formatMiss, kept, right, wrong } from "../scores.ts";
import { codeAmidText, codeInText, startsCode } from "./code-in-text.ts";
import type { Interpretation } from "./interpreter-messages.ts";
import { InterpreterPool } from "./interpreter-pool.ts";
import { scoringProgram, readyMark, reasonMark } from "./scoring-program.ts";

/**
 * `python`: code that passes the answer's tests (pass@1: one output, one try).
 *
 * 1. The answer holds tests: Python that follows the code and raises an error where it is wrong, such as
 *    `assert double(2) == 4`; as a text, or as `{"setup": …, "tests": …}` where setup runs before the code.
 * 2. The code is what the output's first fenced block holds, a Python block before others; without a fence it is the
 *    whole output. Code amid other text without a fence is a format miss; its content is right when it passes.
 * 3. Right: setup, code and tests run to the end without an error. Leaving early, with whatever exit code, is wrong, and
 *    so is more time than `timeLimit` for the three together, more memory than `memory`, and more than 1 MiB of output.
 * 4. Each output gets a new CPython 3.12 in WebAssembly with the standard library and nothing else: no files, network,
 *    processes, threads or packages. Input is empty, the date is 1 January 2020, random numbers are the same each time.
 * 5. What the code changes in `builtins` and in modules that the tests import is undone before the tests. Tests call
 *    the code's own names: a value that says it equals everything passes `==`, so also test its type where that matters.
 * 6. If setup fails or the tests cannot be read, that is an error of the item, not of the output.
 */
export function python({ timeLimit, memory }: PythonOptions, threads?: number): Scorer & AsyncDisposable {
  const pool = new InterpreterPool({ memory, threads });
  const runTests = (tests: PythonTests, code: string): Promise<Interpretation> =>
    pool.run(scoringProgram(tests, code), timeLimit);

  const score: Scorer = async (item, output) => {
    const tests = pythonTestsOf(item.answer);
    if (tests === null) return failed("The answer holds no Python tests.");
    if (output.trim() === "") return emptyOutput;
    const { code, form } = codeInText(output);
    const result = await runTests(tests, code);
    if (result.ending === "finished") return right(kept(code));
    const problem = itemProblem(result, timeLimit);
    if (problem !== null) return failed(problem);
    const reason = reasonOf(result, timeLimit);
    if (form === "fenced" || !isUnreadable(result)) return wrong(reason, kept(code));
    if (!startsCode(output)) return formatMiss("The output is no Python code.", false);
    const amid = codeAmidText(output);
    if (amid === null) return wrong(reason, kept(code));
    const within = await runTests(tests, amid);
    const passes = within.ending === "finished";
    const said = passes ? "" : ` ${reasonOf(within, timeLimit)}`;
    return formatMiss(`The code stands amid other text without a code fence.${said}`, passes, kept(amid));
  };
  return Object.assign(score, { [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() });
}

type PythonOptions = Omit<Extract<ScorerOptions, { scorer: "python" }>, "scorer">;

/** What is wrong with the item, where the code did not even start. */
function itemProblem({ stderr, ending }: Interpretation, timeLimit: number): string | null {
  if (ending === "timed-out" || stderr.includes(readyMark)) return null;
  return stderr.includes(reasonMark) ? `${reasonIn(stderr)}.` : `The setup ${how[ending](timeLimit)}`;
}

function reasonOf({ ending, stderr }: Interpretation, timeLimit: number): string {
  return ending === "exited" && stderr.includes(reasonMark)
    ? `${reasonIn(stderr)}.`
    : `The code ${how[ending](timeLimit)}`;
}

const how: Readonly<Record<Interpretation["ending"], (timeLimit: number) => string>> = {
  finished: () => "finished.",
  exited: () => "ended the program before all tests ran.",
  crashed: () => "broke the interpreter, as endless recursion does.",
  "too-much-output": () => "wrote more than 1 MiB.",
  "timed-out": (timeLimit) => `did not finish in ${timeLimit} second${timeLimit === 1 ? "" : "s"}.`,
};

/** On one line and of bounded length, because model-written code may have chosen it. */
function reasonIn(stderr: string): string {
  const reason = stderr.slice(stderr.lastIndexOf(reasonMark) + reasonMark.length).split("\u001e")[0] ?? "";
  const line = reason.replace(/\s+/gu, " ").trim();
  return line.length > 400 ? `${line.slice(0, 399)}…` : line;
}

/** Whether Python could not read the code at all. */
function isUnreadable({ stderr }: Interpretation): boolean {
  return /^The code raises (?:Syntax|Indentation|Tab)Error/.test(reasonIn(stderr));
}
