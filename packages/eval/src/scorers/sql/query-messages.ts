import type { SqlFixture } from "@locollm/core";

/** What the scorer asks of the query process. */
export type QueryRequest =
  | { readonly kind: "fixture"; readonly fixture: SqlFixture }
  /** Does the reference query run? */
  | { readonly kind: "reference"; readonly reference: string }
  /** Does the query give what the reference gives? */
  | { readonly kind: "compare"; readonly reference: string; readonly query: string };

/** What it answers, one reply a request, in order. */
export type QueryReply =
  | { readonly kind: "ready" | "runs" | "same" }
  | { readonly kind: "different"; readonly reason: string }
  /** The query (or fixture, or reference) is at fault; `syntax` where SQLite could not read it. */
  | { readonly kind: "refused"; readonly reason: string; readonly syntax?: boolean | undefined };
