import { route } from "./route.ts";
import type { Router } from "./router.ts";

/** A question and the adapter that it belongs to; `null` for the base. */
export interface LabelledQuestion {
  readonly question: string;
  readonly adapter: string | null;
}

/** Counts over labelled questions; whoever prints them adds the intervals. */
export interface RoutingCounts {
  /** Questions of adapters. */
  readonly questions: number;
  /** Of these, sent to their own adapter, to the base, to another adapter. */
  readonly right: number;
  readonly rejected: number;
  readonly misrouted: number;
  /** Questions that belong to none, and how many of them an adapter got. */
  readonly outOfScope: number;
  readonly falselyAccepted: number;
  /** The same by adapter, in the router's order, then adapters that it does not know. */
  readonly byAdapter: readonly { readonly adapter: string; readonly questions: number; readonly right: number }[];
}

/** Routes every question and counts how it went. */
export function measureRouting(router: Router, labelled: readonly LabelledQuestion[]): RoutingCounts {
  const byAdapter = new Map(router.adapters.map((adapter) => [adapter, { adapter, questions: 0, right: 0 }]));
  const counts = { questions: 0, right: 0, rejected: 0, misrouted: 0, outOfScope: 0, falselyAccepted: 0 };
  for (const { question, adapter } of labelled) {
    const chosen = route(router, question).adapter;
    if (adapter === null) {
      counts.outOfScope++;
      if (chosen !== null) counts.falselyAccepted++;
      continue;
    }
    const own = byAdapter.get(adapter) ?? { adapter, questions: 0, right: 0 };
    byAdapter.set(adapter, own);
    counts.questions++;
    own.questions++;
    if (chosen === adapter) {
      counts.right++;
      own.right++;
    } else if (chosen === null) counts.rejected++;
    else counts.misrouted++;
  }
  return { ...counts, byAdapter: [...byAdapter.values()].filter(({ questions }) => questions > 0) };
}
