import type { Work } from "../work/work.ts";
import { formatBytes } from "../words/bytes.ts";
import { formatDuration } from "../words/duration.ts";

/** What something will take on this machine. */
export interface Cost {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly downloadBytes: number;
}

/** `about 3 min 20 s, 1.9 GB of memory, 10 MB of disk, no download`. */
export function costWords({ seconds, memoryBytes, diskBytes, downloadBytes }: Cost): string {
  const download =
    downloadBytes === 0
      ? "no download"
      : `${formatBytes(Math.round(downloadBytes))} to download first (${formatDuration(downloadBytes / 10e6)} at 10 MB/s)`;
  return `about ${formatDuration(seconds)}, ${formatBytes(Math.round(memoryBytes))} of memory, ${formatBytes(Math.round(diskBytes))} of disk, ${download}`;
}

/** Says what work on answers costs here, where that is above ten seconds. */
export function sayCost({ talk }: Work, work: string, cost: Cost): void {
  if (cost.seconds > 10) talk.say(`${work}: ${costWords(cost)}; less where answers are cached. Ctrl-C is safe.`);
}

/** Costs of what is done one after the other in one process. */
export function costOfAll(costs: readonly Cost[]): Cost {
  const sum = (part: keyof Cost) => costs.reduce((total, cost) => total + cost[part], 0);
  return {
    seconds: sum("seconds"),
    memoryBytes: Math.max(0, ...costs.map(({ memoryBytes }) => memoryBytes)),
    diskBytes: sum("diskBytes"),
    downloadBytes: sum("downloadBytes"),
  };
}
