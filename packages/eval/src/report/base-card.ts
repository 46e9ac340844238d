import { difficulties, type BaseManifest, type Counts, type Machine, type Run, type Verdict } from "@locollm/core";
import { wilsonInterval } from "../statistics/wilson-interval.ts";
import { percent, percentRange, points, rightOf } from "./figures.ts";
import { escapeMarkdown } from "./markdown-text.ts";

/** One domain of a base's report card: the base alone on an adapter's evaluation rows. */
export interface BaseDomain {
  /** `<semester>/<adapter>` */
  readonly adapter: string;
  readonly title: string;
  readonly plain: Run;
  readonly best: Run;
  /** k of the best prompt. */
  readonly examples: number;
  /** The same rows, plainly asked, on a file of the same base in higher precision; `after` is that file. */
  readonly precise: { readonly run: Run; readonly verdict: Verdict } | null;
}

export interface BaseSpeed {
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
  readonly lanes: number;
  readonly machine: Machine;
  /** Joules for a thousand generated tokens; null where the machine has no meter and no power was given. */
  readonly joulesPerThousandTokens: number | null;
  /** `measured`: by the processor's own counters. A number: from this power in watts, which somebody named. */
  readonly energy: "measured" | number | null;
}

export interface BaseCard {
  readonly base: BaseManifest;
  readonly sha256: string;
  readonly semester: string;
  readonly precise: { readonly id: string; readonly title: string } | null;
  readonly domains: readonly BaseDomain[];
  readonly speed: BaseSpeed;
}

/** A base's report card as Markdown: what it can do by itself in every domain of a semester, and how fast. */
export function baseCardMarkdown({ base, sha256, semester, precise, domains, speed }: BaseCard): string {
  const name = escapeMarkdown(base.title);
  const lines = [
    `# ${name}`,
    "",
    `What this base does by itself with the ${domains.length} evaluation sets of ${semester}, without any adapter. Written by \`loco eval --base ${base.id}\`.`,
    "",
    `${base.parameters.toLocaleString("en")} parameters, licence ${escapeMarkdown(base.licence.name)}, file sha256 \`${sha256}\`.`,
    "",
    "| domain | plainly asked | with its best prompt | examples | format misses, plain and best |",
    "| --- | --- | --- | --- | --- |",
    ...domains.map(
      ({ adapter, plain, best, examples }) =>
        `| ${adapter} | ${cell(plain.counts)} | ${cell(best.counts)} | ${examples} | ${plain.counts.formatMisses}, ${best.counts.formatMisses} |`,
    ),
    "",
    "With its best prompt, by difficulty:",
    "",
    `| domain | ${difficulties.join(" | ")} |`,
    "| --- | --- | --- | --- |",
    ...domains.map(
      ({ adapter, best }) =>
        `| ${adapter} | ${difficulties.map((one) => (best.byDifficulty[one] === undefined ? "–" : cell(best.byDifficulty[one]))).join(" | ")} |`,
    ),
    "",
    "Ranges are 95 % intervals of the share right.",
    "",
    ...precision(domains, precise),
    "## Speed",
    "",
    `On ${escapeMarkdown(speed.machine.cpu)}, ${speed.machine.threads} threads: ${Math.round(speed.promptTokensPerSecond)} tokens/s read, ${Math.round(speed.generatedTokensPerSecond)} tokens/s written with ${speed.lanes} answers in flight. ${energyText(speed)}`,
    "",
  ];
  return lines.join("\n");
}

function cell(counts: Counts): string {
  return `${rightOf(counts)}, ${percentRange(wilsonInterval(counts.right, counts.items))}`;
}

function precision(domains: readonly BaseDomain[], precise: BaseCard["precise"]): string[] {
  if (precise === null)
    return ["There is no file of this base in higher precision here, so what 4 bits cost is not known.", ""];
  return [
    `## What 4 bits cost`,
    "",
    `The same rows, plainly asked, on ${escapeMarkdown(precise.title)} (${precise.id}). A positive difference is what the smaller file loses.`,
    "",
    "| domain | 4 bits | higher precision | difference | p |",
    "| --- | --- | --- | --- | --- |",
    ...domains.flatMap(({ adapter, plain, precise: other }) =>
      other === null
        ? []
        : [
            `| ${adapter} | ${percent(plain.counts.right / plain.counts.items)} | ${percent(other.run.counts.right / other.run.counts.items)} | ${points(other.verdict.delta)} points (${points(other.verdict.interval[0])} to ${points(other.verdict.interval[1])}) | ${other.verdict.pValue.toFixed(3)} |`,
          ],
    ),
    "",
  ];
}

function energyText({ joulesPerThousandTokens: joules, energy }: BaseSpeed): string {
  if (joules === null) return "Energy: this machine has no meter that may be read (name a power with --watts).";
  const how =
    energy === "measured"
      ? "by the processor's own counters, reading included"
      : `if it takes ${energy} W; not measured`;
  return `Energy: about ${joules < 10 ? joules.toFixed(1) : Math.round(joules)} J for a thousand tokens written (${how}).`;
}
