import { LocoError, type ScorerOptions, type SqlFixture, type ToolName } from "@locollm/core";
import { choice } from "./choice.ts";
import { chrf } from "./chrf.ts";
import { contains } from "./contains.ts";
import { exact } from "./exact.ts";
import { json } from "./json.ts";
import { numeric } from "./numeric.ts";
import { python } from "./python/python.ts";
import { regex } from "./regex.ts";
import { rougeL } from "./rouge-l.ts";
import type { Scorer } from "./scorer.ts";
import { sql } from "./sql/sql.ts";

export interface CreateScorerOptions {
  /** The manifest's tools. The calculator changes what `numeric` reads. */
  readonly tools?: readonly ToolName[] | undefined;
  /** The rows that `sql` runs its queries on. */
  readonly fixture?: SqlFixture | null | undefined;
}

/**
 * The scorer that a manifest names. Dispose of it after use: `sql` holds a process, `python` holds threads.
 *
 * @throws LocoError `no-fixture` when `sql` has no rows to run on; `pattern-unreadable`,
 * `schema-unreadable`, `read-with-calculator`
 */
export function createScorer(
  options: ScorerOptions,
  { tools = [], fixture }: CreateScorerOptions = {},
): Scorer & AsyncDisposable {
  switch (options.scorer) {
    case "exact":
      return holdingNothing(exact);
    case "numeric":
      return holdingNothing(numeric(options, tools.includes("calculator")));
    case "choice":
      return holdingNothing(choice(options));
    case "json":
      return holdingNothing(json(options));
    case "regex":
      return holdingNothing(regex(options));
    case "contains":
      return holdingNothing(contains(options));
    case "rouge-l":
      return holdingNothing(rougeL(options));
    case "chrf":
      return holdingNothing(chrf(options));
    case "python":
      return python(options);
    case "sql":
      if (fixture === null || fixture === undefined) {
        throw new LocoError({
          code: "no-fixture",
          message: `The sql scorer needs the rows of ${options.fixture}.`,
          fix: "Put the file there, then run `loco check`.",
          fields: { fixture: options.fixture },
          kind: "usage",
        });
      }
      return sql(fixture);
  }
}

function holdingNothing(scorer: Scorer): Scorer & AsyncDisposable {
  const score: Scorer = (item, output) => scorer(item, output);
  return Object.assign(score, { [Symbol.asyncDispose]: () => Promise.resolve() });
}
