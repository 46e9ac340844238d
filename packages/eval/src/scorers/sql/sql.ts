import type { SqlFixture } from "@locollm/core";
import { answerText } from "../answer-text.ts";
import type { Scorer } from "../scorer.ts";
import { emptyOutput, failed, formatMiss, kept, right, wrong } from "../scores.ts";
import { queryInText, startsStatement } from "./read-query.ts";
import { QueryRunner, queryTimeLimit } from "./query-runner.ts";

/**
 * `sql`: a query with the same result as the answer's query, on a read-only database made from the fixture's rows.
 *
 * 1. The output must be one SQLite query and nothing else; a semicolon and comments are fine. A query in a code fence
 *    or amid other text is a format miss; its content is right when that query is.
 * 2. Same result: as many columns in the same order, whatever their names, and the same rows. The rows' order counts
 *    only when the answer's query has an ORDER BY of its own, so give that one a tie-breaker. Integers are equal
 *    exactly, other numbers to 1e-9 of the larger, texts to the letter; the number 2021 is not the text '2021'.
 * 3. Only SELECT (with WITH and VALUES) on the fixture's tables runs, with plain functions. Statements that write,
 *    attach, change settings, ask for the current time or random values, and a second statement are refused: wrong.
 *    A text in double quotes that is no column's name is a text, as in SQLite itself.
 * 4. A query that takes more than 2 seconds, 10,000 rows, 8 MB of results or too much memory is wrong.
 * 5. If the answer's own query does not run, that is an error of the item, not of the output.
 */
export function sql(fixture: SqlFixture): Scorer & AsyncDisposable {
  const runner = new QueryRunner(fixture);
  const running = new Set<string>();

  /** Why the answer's own query gives no result; null when it does. */
  const referenceProblem = async (reference: string): Promise<string | null> => {
    if (running.has(reference)) return null;
    const reply = await runner.ask({ kind: "reference", reference });
    if (reply.kind === "runs") {
      running.add(reference);
      return null;
    }
    return reasonOf(reply);
  };

  const score: Scorer = async (item, output) => {
    const reference = answerText(item).trim();
    const problem = await referenceProblem(reference);
    if (problem !== null) return failed(`The answer's own query gives no result. ${problem}`);
    const text = output.trim();
    if (text === "") return emptyOutput;
    if (text === reference) return right(kept(text));

    const asWritten = startsStatement(text) ? await runner.ask({ kind: "compare", reference, query: text }) : null;
    if (asWritten?.kind === "same") return right(kept(text));
    if (asWritten !== null && !(asWritten.kind === "refused" && asWritten.syntax === true)) {
      return wrong(reasonOf(asWritten), kept(text));
    }
    const query = queryInText(text);
    if (query === null || query === text || query === text.replace(/;$/, "")) {
      return asWritten === null
        ? formatMiss("The output is no SQL query.", false)
        : wrong(reasonOf(asWritten), kept(text));
    }
    const within = await runner.ask({ kind: "compare", reference, query });
    if (within.kind === "refused" && within.syntax === true && asWritten !== null)
      return wrong(reasonOf(asWritten), kept(text));
    const same = within.kind === "same";
    return formatMiss(`The query stands amid other text.${same ? "" : ` ${reasonOf(within)}`}`, same, kept(query));
  };
  return Object.assign(score, { [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose]() });
}

function reasonOf(outcome: Awaited<ReturnType<QueryRunner["ask"]>>): string {
  if ("reason" in outcome) return outcome.reason;
  if (outcome.kind === "did-not-finish") return `The query did not finish in ${queryTimeLimit / 1000} seconds.`;
  return "The query was stopped: it needed too much memory.";
}
