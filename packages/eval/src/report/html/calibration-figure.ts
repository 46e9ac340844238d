import type { Confidence } from "@locollm/core";
import { confidenceSentences, otherConfidence } from "../../confidence/confidence-words.ts";
import { reliabilityCurve } from "../../confidence/reliability-curve.ts";
import { percent, percentRange } from "../figures.ts";
import type { ReportSide } from "../sides.ts";
import { htmlTable } from "./html-table.ts";
import { sentenceHtml } from "./markup.ts";

/** What the token probabilities are worth, with the calibration curve: the share that is right over the predicted one. Nothing where it was not measured. */
export function calibrationSection([judged, other]: readonly ReportSide[]): string {
  const confidence = judged?.confidence;
  if (confidence === undefined) return "";
  return `<section aria-labelledby="confidence">
<h2 id="confidence">Confidence</h2>
<div class="calibration">
${curve(confidence)}
<div>
${confidenceSentences(confidence)
  .map((sentence) => `<p>${sentenceHtml(sentence)}</p>`)
  .join("\n")}
${other?.confidence === undefined ? "" : `<p>${sentenceHtml(otherConfidence(other.confidence))}</p>`}
<p class="legend">Each point is a bin of answers: across, the share predicted to be right; up, the share that is right with its 95&nbsp;% interval. On the dashed line both are the same. Points may lie over one another: the table tells them apart.</p>
${binTable(confidence)}
</div>
</div>
</section>`;
}

function curve(confidence: Confidence): string {
  const points = reliabilityCurve(confidence);
  if (points.length === 0) return "";
  const at = (share: number) => Math.round(share * 1000) / 10;
  const up = (share: number) => Math.round((1 - share) * 1000) / 10;
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<path class="grid" d="M${at(share)} 0V100M0 ${up(share)}H100"/><text x="${at(share)}" y="108" text-anchor="middle">${at(share)}</text><text x="-3" y="${up(share) + 2}" text-anchor="end">${at(share)}</text>`,
  );
  const whiskers = points.map(
    ({ predicted, interval: [low, high] }) => `<path class="whisker" d="M${at(predicted)} ${up(low)}V${up(high)}"/>`,
  );
  const marks = points.map(({ items, predicted, observed, interval }) => {
    const said = `${items} answers: predicted ${percent(predicted)}, right ${percent(observed)} (${percentRange(interval)})`;
    return `<circle class="delta" cx="${at(predicted)}" cy="${up(observed)}" r="2"><title>${said}</title></circle>`;
  });
  const words = points.map(({ predicted, observed }) => `${percent(predicted)} predicted, ${percent(observed)} right`);
  return [
    `<svg class="curve" viewBox="-20 -5 126 126" role="img" aria-label="Calibration curve: ${words.join("; ")}">`,
    ...grid,
    `<path class="diagonal" d="M0 100L100 0"/>`,
    ...whiskers,
    ...marks,
    `<text x="50" y="118" text-anchor="middle">predicted, %</text>`,
    `<text transform="translate(-15 50) rotate(-90)" text-anchor="middle">right, %</text>`,
    `</svg>`,
  ].join("");
}

function binTable(confidence: Confidence): string {
  const rows = reliabilityCurve(confidence).map(({ items, predicted, observed, interval }) => [
    percent(predicted),
    percent(observed),
    percentRange(interval),
    String(items),
  ]);
  if (rows.length === 0) return "";
  const table = htmlTable("Calibration, as a table", ["predicted", "right", "interval", "answers"], rows);
  return `<details><summary>As a table</summary>\n${table}\n</details>`;
}
