import type { BaseManifest } from "@locollm/core";
import { fetchBase, type CachedBase, type FetchEvent } from "@locollm/store";
import type { Work } from "../work/work.ts";
import { formatBytes } from "../words/bytes.ts";
import { formatDuration } from "../words/duration.ts";
import type { ProgressLine } from "../work/talk.ts";
import { cachedBase } from "./cached-base.ts";

/** The base's file, fetched and verified if it is not here yet; no network is used once it is. */
export async function obtainBase(work: Work, root: string, manifest: BaseManifest): Promise<CachedBase> {
  const cached = await cachedBase(work, manifest);
  if (cached !== undefined) return cached;
  const { talk } = work;
  const { bytes } = manifest.file;
  const size = bytes === undefined ? "its size shows when the download begins" : formatBytes(bytes);
  talk.say(`Fetching ${manifest.title} once: ${size}. Ctrl-C is safe: the next start goes on from there.`);
  let line: ProgressLine | undefined;
  const base = await fetchBase(manifest, {
    root,
    signal: work.signal,
    onProgress(event) {
      if (event.event === "progress") (line ??= talk.progress("  download")).update(progressText(event));
      else talk.say(`  ${eventText(event)}`);
    },
  });
  line?.finish(`verified, sha256 ${base.sha256.slice(0, 12)}…`);
  return base;
}

function progressText({
  part,
  parts,
  bytes,
  total,
  rate,
  secondsLeft,
}: Extract<FetchEvent, { event: "progress" }>): string {
  const chunk = parts === 1 ? "" : `part ${part} of ${parts}, `;
  const of = total === null ? "" : ` of ${formatBytes(total)}`;
  const left = secondsLeft === null ? "" : `, ${formatDuration(secondsLeft)} left`;
  return `${chunk}${formatBytes(bytes)}${of}, ${formatBytes(Math.round(rate))}/s${left}`;
}

function eventText(event: Exclude<FetchEvent, { event: "progress" }>): string {
  switch (event.event) {
    case "waiting":
      return `waiting for another loco${event.pid === null ? "" : ` (process ${event.pid})`} that is fetching it`;
    case "source":
      return `from ${event.source}`;
    case "joining":
      return `joining the parts (${formatBytes(event.bytes)})`;
    case "failed":
      return `not from ${event.source}: ${event.reason}`;
  }
}
