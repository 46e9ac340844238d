import { LocoError, sha256Hex } from "@locollm/core";
import { sameButForRounding, trainerRevision } from "./revision.ts";
import type { TrainEventOf } from "./train-event.ts";
import type { TrainPlan } from "./train-plan.ts";
import { promptTemplate } from "./prompt-template.ts";

/**
 * Holds the prompts that the Python program says it trains on against our own rendering of them.
 *
 * @throws LocoError `template-differs`
 */
export function checkStart(plan: TrainPlan, start: TrainEventOf<"start">): void {
  const template = promptTemplate(plan.base.template);
  const rows = new Map(plan.rows.map((row) => [row.id, row]));
  const known = start.revision >= sameButForRounding && start.revision <= trainerRevision;
  for (const { id, sha256 } of start.rendered) {
    const messages = rows.get(id)?.messages.map((turn) => ({ ...turn })) ?? [];
    const text = template.render({ messages, add_generation_prompt: true, ...start.specialTokens });
    if (known && sha256Hex(text) === sha256) continue;
    throw new LocoError({
      code: "template-differs",
      message: `The prompt of row ${id} is rendered differently in Python and here, so the adapter would be trained on other prompts than it is asked.`,
      fix: `Report the chat template of ${plan.base.id}; a simpler chatTemplate in its manifest goes around it.`,
      fields: { row: id, base: plan.base.id },
    });
  }
}
