import type { TrainingCurve } from "./training-curve.ts";

const [width, height, left, bottom, top, right] = [640, 300, 46, 34, 12, 12];

/** A training's losses as a picture: one line over the steps, and a point for each check on rows that were held out. */
export function curveSvg(curve: TrainingCurve): string {
  const { steps, checks } = curve;
  const highest = Math.max(0.01, ...steps, ...checks.map(({ loss }) => loss));
  const last = Math.max(1, steps.length);
  const x = (step: number): number => round(left + ((width - left - right) * step) / last);
  const y = (loss: number): number => round(height - bottom - ((height - top - bottom) * loss) / highest);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const [loss, step] = [highest * share, Math.round(last * share)];
    return [
      `<path class="grid" d="M${left} ${y(loss)}H${width - right}"/>`,
      `<text x="${left - 6}" y="${y(loss) + 4}" text-anchor="end">${loss.toFixed(highest < 1 ? 2 : 1)}</text>`,
      `<text x="${x(step)}" y="${height - bottom + 16}" text-anchor="middle">${step}</text>`,
    ].join("");
  });
  const line = steps.map((loss, at) => `${at === 0 ? "M" : "L"}${x(at + 1)} ${y(loss)}`).join("");
  const points = checks.map(
    ({ step, loss, right: share }) =>
      `<circle cx="${x(step)}" cy="${y(loss)}" r="4"><title>step ${step}: ${loss.toFixed(3)} nats a token on held-out rows, ${Math.round(100 * share)} % of them right</title></circle>`,
  );
  const [first, end] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  const checked = checks.at(-1);
  const said = `Loss over ${steps.length} steps: from ${first.toFixed(2)} to ${end.toFixed(2)} nats an answer token${checked === undefined ? "" : `; ${checked.loss.toFixed(3)} on held-out rows at the end`}.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${said}">`,
    "<style>text{font:11px system-ui,sans-serif;fill:#555}.grid{stroke:#ddd;fill:none}.loss{stroke:#2a6fb0;stroke-width:1.5;fill:none}circle{fill:#c2410c}@media(prefers-color-scheme:dark){text{fill:#bbb}.grid{stroke:#444}.loss{stroke:#7ab8f5}circle{fill:#fb923c}}</style>",
    ...ticks,
    `<path class="loss" d="${line}"/>`,
    ...points,
    `<text x="${(width + left) / 2}" y="${height - 4}" text-anchor="middle">step</text>`,
    `<text transform="translate(11 ${(height - bottom + top) / 2}) rotate(-90)" text-anchor="middle">loss, nats a token</text>`,
    "</svg>",
  ].join("\n");
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
