import type { BaseManifest, MigratedAdapter, Migration } from "@locollm/core";
import type { SemesterFolder } from "@locollm/store";
import { escapeMarkdown, percent, percentRange, points } from "@locollm/eval";
import { contaminationWords } from "./contamination.ts";
import { decisionWords } from "./decide-migration.ts";
import { templateEffects } from "./template-effects.ts";

/** A migration for a person: what becomes of each adapter, why, and what the new base changes beside the scores. */
export function migrationReport(
  migration: Migration,
  { id, adapters: all }: Pick<SemesterFolder, "id" | "adapters">,
  from: BaseManifest,
  to: BaseManifest,
): string {
  const { adapters, missing, margin, alpha } = migration;
  const named = [...adapters.map(({ moved }) => moved.adapter), ...missing.map(({ adapter }) => adapter)];
  const again = `loco migrate --to ${to.id} --from ${from.id} --semester ${id}${named.length === all.length ? "" : ` --adapters ${named.join(" ")}`}`;
  const count = (decision: string) => adapters.filter((one) => one.decision === decision).length;
  return [
    `# ${migration.semester}: from ${from.title} to ${to.title}`,
    "",
    `Of ${adapters.length + missing.length} adapters: keep ${count("keep")}, needs data ${count("needs-data")}, base alone ${count("base-alone")}, retire ${count("retire")}${missing.length === 0 ? "" : `, not moved ${missing.length}`}.`,
    "",
    "| Adapter | Was right | Is right | New base alone | Over the new base | Over the old adapter | |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...adapters.map(({ moved, decision }) => row(moved, decision)),
    "",
    ...adapters.flatMap(({ moved, decision, saturated }) => [
      `- **${moved.adapter}**: ${decisionWords(decision, moved)}.${formWords(moved)}${rowWords(moved)}${saturated ? " Write harder items: the new base alone answers these, so they no longer tell." : ""}`,
    ]),
    ...missing.map(
      ({ adapter, reason, fix }) => `- **${adapter}**: not moved. ${escapeMarkdown(reason)} ${escapeMarkdown(fix)}`,
    ),
    "",
    "## What else changes",
    "",
    ...templateEffects(from, to).map((words) => `- ${words}`),
    "",
    "## Has the new base seen the items?",
    "",
    ...contaminationWords(adapters.map(({ moved }) => moved)),
    "",
    "## How this was judged",
    "",
    `All answered the same items. "Was" is the adapter on the old base, "is" the adapter trained anew on the new one from the same rows and recipe, the new base alone has its best prompt. Shares have 95 % Wilson intervals. Better or worse: McNemar's mid-p test at ${alpha}, adjusted by Holm over the adapters. As good as: less than ${Math.round(100 * margin)} points worse, one-sided at ${alpha / 2}, adjusted likewise.`,
    "",
    `Again: \`${again}\``,
    "",
  ].join("\n");
}

function row(moved: MigratedAdapter, decision: string): string {
  const share = ({ counts, interval }: MigratedAdapter["before"]) =>
    `${percent(counts.right / Math.max(1, counts.items - counts.errors))} (${percentRange(interval)})`;
  const over = (verdict: MigratedAdapter["overBase"]) =>
    `${points(verdict.delta)} (${verdict.interval.map(points).join(" to ")})`;
  const cells = [
    moved.adapter,
    share(moved.before),
    share(moved.after),
    share(moved.baseAfter),
    over(moved.overBase),
    over(moved.overBefore),
    decision,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** A base that was never taught to talk may know more than it says in the asked form. */
function formWords({ baseAfter: { counts } }: MigratedAdapter): string {
  const { formatMisses, items, errors, contentRight } = counts;
  if (2 * formatMisses <= items - errors) return "";
  return ` The new base alone missed the asked form in ${formatMisses} of ${items - errors} answers; but for the form, ${contentRight} more would be right.`;
}

function rowWords({ rows }: MigratedAdapter): string {
  const change = rows.tokensAfter / Math.max(1e-9, rows.tokensBefore) - 1;
  const tokens = ` A row has ${rows.tokensAfter.toFixed(1)} tokens, before ${rows.tokensBefore.toFixed(1)} (${change >= 0 ? "+" : "−"}${Math.abs(Math.round(100 * change))} %).`;
  if (rows.tooLong.length === 0) return tokens;
  const named = rows.tooLong.slice(0, 5).join(", ");
  return `${tokens} ${rows.tooLong.length} rows no longer fit and were left out: ${named}${rows.tooLong.length > 5 ? ", …" : ""}.`;
}
