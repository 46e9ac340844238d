import { percent } from "@locollm/eval";
import type { HistoryEntry } from "./adapter-history.ts";

const [width, row, left, right, top, bottom] = [720, 34, 300, 20, 16, 34];

/** An adapter's measurements under one another: the share right with its interval, and the base's under its best prompt beside it. */
export function historySvg(title: string, entries: readonly HistoryEntry[]): string {
  const height = top + bottom + row * entries.length;
  const x = (share: number): number => Math.round(left + (width - left - right) * share);
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<path class="grid" d="M${x(share)} ${top}V${height - bottom}"/><text x="${x(share)}" y="${height - bottom + 16}" text-anchor="middle">${Math.round(100 * share)} %</text>`,
  );
  const rows = entries.map(({ summary, committed }, i) => {
    const y = top + row * i + row / 2;
    const { adapterRun, baseBest } = summary;
    const [low, high] = adapterRun.interval;
    const words = `${summary.adapter} ${summary.version} on ${summary.base.id}: ${percent(shareOf(adapterRun.counts))} right, the base alone ${percent(shareOf(baseBest.counts))}`;
    return [
      `<text x="${left - 10}" y="${y - 2}" text-anchor="end">${summary.adapter} ${summary.version}</text>`,
      `<text class="small" x="${left - 10}" y="${y + 11}" text-anchor="end">${summary.base.id}${committed === null ? "" : `, ${committed.slice(0, 10)}`}</text>`,
      `<path class="interval" d="M${x(low)} ${y}H${x(high)}"/>`,
      `<circle class="base" cx="${x(shareOf(baseBest.counts))}" cy="${y}" r="4"><title>${words}</title></circle>`,
      `<circle class="adapter" cx="${x(shareOf(adapterRun.counts))}" cy="${y}" r="5"><title>${words}</title></circle>`,
    ].join("");
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}: ${entries.length} measurements, share right with its 95 % interval">`,
    "<style>text{font:12px system-ui,sans-serif;fill:#444}.small{font-size:10px;fill:#777}.grid{stroke:#ddd;fill:none}.interval{stroke:#2a6fb0;stroke-width:2}.adapter{fill:#2a6fb0}.base{fill:none;stroke:#c2410c;stroke-width:2}@media(prefers-color-scheme:dark){text{fill:#ccc}.small{fill:#999}.grid{stroke:#444}.interval{stroke:#7ab8f5}.adapter{fill:#7ab8f5}.base{stroke:#fb923c}}</style>",
    ...grid,
    ...rows,
    `<text class="small" x="${left}" y="${height - 4}">filled: the adapter, with its 95 % interval; open: the base alone under its best prompt</text>`,
    "</svg>",
    "",
  ].join("\n");
}

function shareOf({ right: correct, items, errors }: HistoryEntry["summary"]["adapterRun"]["counts"]): number {
  return correct / Math.max(1, items - errors);
}
