import type { Finding } from "@locollm/core";
import { itemsAdvice } from "./items-advice.ts";
import { requiredItems } from "./required-items.ts";

/** The difference that an evaluation set should be able to show, as a share. */
const wanted = 0.1;

/** Says what an evaluation set is too small to show, and how many items more would show it; nothing where it is large enough. */
export function smallSetFinding(items: number, file: string, alpha: number): Finding[] {
  if (items === 0 || items >= requiredItems(wanted, undefined, alpha)) return [];
  return [
    {
      code: "eval-shows-little",
      severity: "note",
      file,
      message: `Base and adapter compared: ${itemsAdvice(items, { alpha, wanted })}`,
      fix: "A smaller difference will probably end as “no difference shown”; more items show more, and none shows everything.",
    },
  ];
}
