import { LocoError, type JsonValue } from "@locollm/core";
import { lastReceiptOf, receiptText } from "@locollm/course";
import { resolveAdapter } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

/** The last receipt that is kept here, of one adapter or of all. */
export async function lastReceipt(invocation: Invocation, named: string | undefined): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const adapters =
    named === undefined
      ? workspace.semesters.flatMap(({ adapters: all }) => all.map(({ id }) => id))
      : [resolveAdapter(workspace, named).id];
  const receipt = await lastReceiptOf(workspace.root, adapters);
  if (receipt !== undefined) return { data: receipt as unknown as JsonValue, text: receiptText(receipt) };
  throw new LocoError({
    code: "no-receipt",
    message: `Nothing${named === undefined ? "" : ` of ${adapters[0]!}`} was submitted from this clone.`,
    fix: `Submit it: loco submit${named === undefined ? "" : ` ${named}`}`,
  });
}
