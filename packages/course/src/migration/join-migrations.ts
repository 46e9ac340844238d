import { LocoError, type Migration } from "@locollm/core";
import { decideMigration } from "./decide-migration.ts";

/**
 * A migration of some adapters together with what the record says of the others: Holm counts all of them, whenever they were moved.
 *
 * @param ids of the semester's adapters; what the record says of any other is let go of
 * @throws LocoError `migration-differs` where the record was made from other files or by other rules
 */
export function joinMigrations(record: Migration | null, now: Migration, ids: readonly string[]): Migration {
  if (record === null) return now;
  const named = new Set([
    ...now.adapters.map(({ moved }) => moved.adapter),
    ...now.missing.map(({ adapter }) => adapter),
  ]);
  const isOther = (adapter: string): boolean => ids.includes(adapter) && !named.has(adapter);
  const adapters = record.adapters.filter(({ moved }) => isOther(moved.adapter));
  const missing = record.missing.filter(({ adapter }) => isOther(adapter));
  if (adapters.length === 0 && missing.length === 0) return now;
  const rules = ({ from, to, alpha, margin }: Migration) => JSON.stringify({ from, to, alpha, margin });
  if (rules(record) !== rules(now)) {
    const others = [...adapters.map(({ moved }) => moved.adapter), ...missing.map(({ adapter }) => adapter)];
    throw new LocoError({
      code: "migration-differs",
      message: `The record of this migration, with ${others.join(", ")}, was made by other rules or from another file of a base.`,
      fix: `Move all of ${now.semester} again, without --adapters; or take the record's own --margin ${Number((100 * record.margin).toFixed(6))}.`,
      fields: { semester: now.semester, others },
    });
  }
  const all = [...adapters, ...now.adapters].map(({ moved }) => moved);
  return {
    ...now,
    adapters: decideMigration(
      all.sort((a, b) => a.adapter.localeCompare(b.adapter)),
      now.alpha,
    ),
    missing: [...missing, ...now.missing],
  };
}
