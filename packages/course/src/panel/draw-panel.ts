import { difficulties, sha256Hex } from "@locollm/core";
import { readAdapterData, type SemesterFolder } from "@locollm/store";
import { mostPanelItems, type PanelItem } from "./panel.ts";

/**
 * Draws a panel: as many items of each adapter as go into the whole, in turns of easy, medium and hard, chosen by the hash of seed and
 * id, so that nobody picks them and the same rows give the same panel.
 */
export async function drawPanel(
  semester: SemesterFolder,
  { items = mostPanelItems, seed = 1 } = {},
): Promise<PanelItem[]> {
  const each = Math.floor(items / Math.max(1, semester.adapters.length));
  const drawn = await Promise.all(
    semester.adapters.map(async (adapter) => {
      const rows = (await readAdapterData(adapter)).eval.map(({ item }) => item);
      const keyOf = new Map(rows.map((item) => [item, sha256Hex(`${seed} ${adapter.id} ${item.id}`)]));
      const queues = [...difficulties, undefined].map((difficulty) =>
        rows.filter((item) => item.difficulty === difficulty).sort((a, b) => (keyOf.get(a)! < keyOf.get(b)! ? -1 : 1)),
      );
      const longest = Math.max(0, ...queues.map((queue) => queue.length));
      const turns = Array.from({ length: longest }, (_, at) => queues.flatMap((queue) => queue.slice(at, at + 1)));
      return turns
        .flat()
        .slice(0, each)
        .map((item): PanelItem => ({ adapter, item }));
    }),
  );
  return drawn.flat();
}
