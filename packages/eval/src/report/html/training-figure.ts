import type { TrainingCurve } from "@locollm/core";
import { trainingTitle, trainingWords } from "../training-words.ts";
import { sentenceHtml } from "./markup.ts";

const [width, height] = [160, 80];

/** How the adapter was trained: its loss over the steps, with a point for each check on rows that were held out. */
export function trainingSection(curve: TrainingCurve | null): string {
  if (curve === null) return "";
  const legend =
    curve.checks.length === 0 ? "" : " Points: the loss on training rows that were held out and only measured.";
  return `\n<section aria-labelledby="training">
<h2 id="training">${trainingTitle}</h2>
${figure(curve)}
<p>${sentenceHtml(trainingWords(curve))}</p>
<p class="legend">Line: the loss on the rows it was trained on, in nats an answer token.${legend} Lower is better.</p>
</section>`;
}

function figure({ steps, losses, checks }: TrainingCurve): string {
  const highest = Math.max(0.01, ...losses, ...checks.map(({ loss }) => loss));
  const x = (step: number): number => round((width * step) / steps);
  const y = (loss: number): number => round(height * (1 - loss / highest));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const [loss, step] = [highest * share, Math.round(steps * share)];
    return [
      `<path class="grid" d="M0 ${y(loss)}H${width}"/>`,
      `<text x="-3" y="${y(loss) + 2}" text-anchor="end">${loss.toFixed(highest < 1 ? 2 : 1)}</text>`,
      `<text x="${x(step)}" y="${height + 8}" text-anchor="middle">${step}</text>`,
    ].join("");
  });
  const line = losses.map(
    (loss, at) => `${at === 0 ? "M" : "L"}${round((width * (at + 0.5)) / losses.length)} ${y(loss)}`,
  );
  const points = checks.map(({ step, loss, right }) => {
    const said = `after step ${step}: ${loss.toFixed(3)} nats, ${Math.round(100 * right)} % of the rows right`;
    return `<circle class="delta" cx="${x(step)}" cy="${y(loss)}" r="1.6"><title>${said}</title></circle>`;
  });
  return [
    `<svg class="curve training" viewBox="-20 -5 186 106" role="img" aria-label="Loss over ${steps} steps">`,
    ...ticks,
    `<path class="loss" d="${line.join("")}"/>`,
    ...points,
    `<text x="${width / 2}" y="${height + 18}" text-anchor="middle">step</text>`,
    `<text transform="translate(-15 ${height / 2}) rotate(-90)" text-anchor="middle">loss, nats</text>`,
    `</svg>`,
  ].join("");
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
