import type { JsonValue } from "@locollm/core";
import type { Flip, ReportAnswer } from "./flips.ts";
import type { Report } from "./report.ts";

/** The report as one JSON value with every item; what is wrong says why, and how to ask it again. */
export function jsonReport(report: Report): JsonValue {
  const { title, about, notice, cautions, sides, verdicts, labels, flips } = report;
  const items = flips.map(withoutPieces);
  return {
    schema: 1,
    title,
    about,
    notice,
    ...cautioned(cautions),
    labels,
    sides,
    verdicts,
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
  ...groups
}: Report): JsonValue {
  const short = ({ count, shown }: Report["won"]) => ({ count, shown: shown.map(withoutPieces) });
  const [won, lost, neither] = [short(groups.won), short(groups.lost), short(groups.neither)];
  return {
    title,
    about,
    notice,
    ...cautioned(cautions),
    labels,
    sides,
    verdicts,
    won,
    lost,
    neither,
  } as unknown as JsonValue;
}

function cautioned(cautions: readonly string[]): Partial<Pick<Report, "cautions">> {
  return cautions.length === 0 ? {} : { cautions };
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
