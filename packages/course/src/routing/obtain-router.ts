import { readFile } from "node:fs/promises";
import path from "node:path";
import { questionOf, type Item } from "@locollm/core";
import { fitRouter, readRouter, routerKey, writeRouter, type Router, type RouterInputs } from "@locollm/router";
import {
  activeSemester,
  locoHome,
  readAdapterData,
  readOutOfScope,
  resolveAdapter,
  writeWhole,
  type Workspace,
} from "@locollm/store";
import type { Work } from "../work/work.ts";

/**
 * The router of the active semester: fitted from its adapters' training questions, kept by their hash. Says which adapters
 * it leaves out because they cannot be read.
 *
 * @throws LocoError `adapter-unreadable` where that leaves none
 */
export async function obtainRouter(work: Work, workspace: Workspace): Promise<Router> {
  warnUnreadable(work, workspace);
  const inputs = await routerInputs(workspace);
  const file = path.join(locoHome(), "routers", `${routerKey(inputs)}.json`);
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) {
    try {
      return readRouter(kept);
    } catch {
      // Damaged or of an older shape: it is fitted again.
    }
  }
  work.talk.say("Fitting the router to the adapters' training questions (some seconds, once) …");
  const router = fitRouter(inputs);
  await writeWhole(file, writeRouter(router));
  return router;
}

function warnUnreadable({ talk }: Work, workspace: Workspace): void {
  const { id, adapters, unreadable } = activeSemester(workspace);
  if (adapters.length === 0 && unreadable.length > 0) resolveAdapter(workspace, `${id}/${unreadable[0]!}`);
  for (const slug of unreadable) {
    talk.warn(`${id}/${slug} cannot be read, so the router leaves it out: loco check ${slug}`);
  }
}

async function routerInputs(workspace: Workspace): Promise<RouterInputs> {
  const semester = activeSemester(workspace);
  const [outOfScope, ...adapters] = await Promise.all([
    readOutOfScope(workspace.root, semester.id),
    ...semester.adapters.map(async (adapter) => ({
      id: adapter.id,
      prompts: (await readAdapterData(adapter)).train.map(({ item }) => questionWords(item)),
    })),
  ]);
  return { adapters: adapters.filter(({ prompts }) => prompts.length > 0), outOfScope: outOfScope.prompts };
}

/** What the user wrote, which is all that the router sees of a question. */
function questionWords(item: Item): string {
  return questionOf(item).findLast((turn) => turn.role === "user")?.content ?? "";
}
