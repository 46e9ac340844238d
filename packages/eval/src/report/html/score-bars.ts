import { difficulties, type Verdict } from "@locollm/core";
import { percent, percentRange, points } from "../figures.ts";
import type { ReportSide } from "../sides.ts";
import { escapeHtml } from "./markup.ts";

/** One bar a side for all items, then for each difficulty: the share right with its 95 % interval as a whisker. */
export function scoreBars(sides: readonly ReportSide[]): string {
  const groups = [
    { name: "All questions", of: (side: ReportSide) => side as ReportSide | ReportSide["byDifficulty"]["easy"] },
    ...difficulties.map((name) => ({ name, of: (side: ReportSide) => side.byDifficulty[name] })),
  ];
  return groups
    .filter(({ of }) => sides.some((side) => of(side) !== undefined))
    .map(({ name, of }) => {
      const bars = sides.map((side, i) => barLine(side.name, of(side), i)).join("\n");
      return `<div class="group"><h3>${name}</h3>\n<ul class="bars">\n${bars}\n</ul></div>`;
    })
    .join("\n");
}

function barLine(name: string, group: Pick<ReportSide, "counts" | "interval"> | undefined, index: number): string {
  if (group === undefined)
    return `<li><span class="name">${escapeHtml(name)}</span> <span class="figure">–</span></li>`;
  const { counts, interval } = group;
  const answered = counts.items - counts.errors;
  const share = answered === 0 ? 0 : counts.right / answered;
  const [low, high] = interval.map(place);
  const figure = `${counts.right} of ${counts.items} <small>${percentRange(interval)}</small>`;
  return [
    `<li><span class="name">${escapeHtml(name)}</span>`,
    `<svg class="bar side-${index}" height="20" aria-hidden="true"><rect class="track" width="100%" height="14" y="3" rx="2"/>`,
    `<rect class="share" width="${place(share)}" height="14" y="3" rx="2"/>`,
    whisker(low!, high!),
    `</svg><span class="figure"><b>${percent(share)}</b> ${figure}</span></li>`,
  ].join("");
}

/** The difference of a verdict on a line from −100 to +100 points, with zero marked. */
export function differenceBar({ delta, interval, level, outcome }: Verdict): string {
  const along = (difference: number) => place((difference + 1) / 2);
  const [low, high] = interval.map(along);
  const words = `${points(delta)} points, ${Math.round(level * 100)} % interval ${points(interval[0])} to ${points(interval[1])}`;
  return [
    `<div class="difference ${outcome}"><svg class="bar" height="34" role="img" aria-label="Difference: ${words}">`,
    `<rect class="track" width="100%" height="14" y="3" rx="2"/><line class="zero" x1="50%" x2="50%" y1="0" y2="20"/>`,
    whisker(low!, high!),
    `<circle class="delta" cx="${along(delta)}" cy="10" r="5"/>`,
    `<text x="0" y="33">−100</text><text x="50%" y="33" text-anchor="middle">0 points</text><text x="100%" y="33" text-anchor="end">+100</text>`,
    `</svg></div>`,
  ].join("");
}

function whisker(low: string, high: string): string {
  return [
    `<line class="halo" x1="${low}" x2="${high}" y1="10" y2="10"/>`,
    `<line class="whisker" x1="${low}" x2="${high}" y1="10" y2="10"/>`,
    `<line class="whisker" x1="${low}" x2="${low}" y1="5" y2="15"/>`,
    `<line class="whisker" x1="${high}" x2="${high}" y1="5" y2="15"/>`,
  ].join("");
}

/** A share of 1 as a place along the bar. */
function place(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
}
