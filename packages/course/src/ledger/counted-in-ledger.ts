import { adaptersInLedger, readLedger } from "./ledger.ts";
import { whichCounts, type Counted } from "./which-counts.ts";

/**
 * What counts of each adapter for each deadline, of all records in an instructor's folder.
 *
 * @throws LocoError `record-unreadable`
 */
export async function countedInLedger(folder: string): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const adapter of await adaptersInLedger(folder)) {
    const byDeadline = Map.groupBy(await readLedger(folder, adapter), ({ deadline }) => deadline.name);
    counted.push(...[...byDeadline.values()].flatMap((records) => whichCounts(records) ?? []));
  }
  return counted;
}
