import type { JsonValue } from "@locollm/core";
import type { Flip, ReportAnswer } from "./flips.ts";
import type { Report } from "./report.ts";

/** The report as one JSON value with every item; what is wrong says why, and how to ask it again. */
export function jsonReport(report: Report): JsonValue {
  const { title, about, notice, cautions, sides, verdicts, labels, judges, sealed, training, flips } = report;
  const items = flips.map(withoutPieces);
  return {
    schema: 1,
    title,
    about,
    notice,
    ...someOf({ cautions }),
    labels,
    sides,
    verdicts,
    ...someOf({ judges }),
    ...someOf({ sealed }),
    ...(training === null ? {} : { training }),
    items,
  } as unknown as JsonValue;
}

/** The report as JSON without the list of all items: what `--json` prints. */
export function shortJsonReport({
  title,
  about,
  notice,
  cautions,
  sides,
  verdicts,
  labels,
  judges,
  sealed,
  training,
  ...groups
}: Report): JsonValue {
  const short = ({ count, shown }: Report["won"]) => ({ count, shown: shown.map(withoutPieces) });
  const [won, lost, neither, failed] = [groups.won, groups.lost, groups.neither, groups.failed].map(short);
  return {
    title,
    about,
    notice,
    ...someOf({ cautions }),
    labels,
    sides,
    verdicts,
    ...someOf({ judges }),
    ...someOf({ sealed }),
    ...(training === null ? {} : { training }),
    won,
    lost,
    neither,
    failed,
  } as unknown as JsonValue;
}

/** A list under its name; nothing where it is empty. */
function someOf<T extends Record<string, readonly unknown[]>>(list: T): Partial<T> {
  return Object.values(list).every(({ length }) => length === 0) ? {} : list;
}

/** Token by token an answer is in the run's own files. */
function withoutPieces(flip: Flip): Flip {
  const answer = ({ output, outcome, reason }: ReportAnswer): ReportAnswer => ({
    output,
    outcome,
    ...(reason !== undefined && { reason }),
  });
  return { ...flip, after: answer(flip.after), before: answer(flip.before) };
}
