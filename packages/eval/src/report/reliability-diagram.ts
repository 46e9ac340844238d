import type { Confidence } from "@locollm/core";
import { reliabilityCurve } from "../confidence/reliability-curve.ts";
import { percent, percentRange } from "./figures.ts";

const columns = 31;

/**
 * The calibration curve as lines of text: a row a bin, its interval drawn as dashes from 0 to 100 %, `o` the observed share, `|` the predicted
 * one, `@` both at one place.
 */
export function reliabilityDiagram(confidence: Confidence): string[] {
  const rows = reliabilityCurve(confidence).map(({ items, predicted, observed, interval }) => {
    const place = (share: number) => Math.round(share * (columns - 1));
    const drawn = Array.from({ length: columns }, (_, i) => {
      if (i === place(observed)) return i === place(predicted) ? "@" : "o";
      if (i === place(predicted)) return "|";
      return i >= place(interval[0]) && i <= place(interval[1]) ? "-" : " ";
    });
    return [percent(predicted), percent(observed), percentRange(interval), String(items), drawn.join("")];
  });
  const head = ["predicted", "right", "interval", "answers", `0 %${"100 %".padStart(columns - 3)}`];
  return [head, ...rows].map((row) =>
    row
      .map((cell, i) => (i === 4 ? cell : cell.padEnd([11, 8, 10, 9][i]!)))
      .join("")
      .trimEnd(),
  );
}

/** What the diagram shows, for whoever reads it. */
export const reliabilityLegend =
  "Each line is a bin of answers, the least sure first: | the predicted share, o the share that is right, dashes its 95 % interval, @ both in one place.";
