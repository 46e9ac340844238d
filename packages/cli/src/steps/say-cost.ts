import { formatBytes } from "../terminal/bytes.ts";
import { formatDuration } from "../terminal/duration.ts";

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
