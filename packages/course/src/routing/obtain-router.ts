import { readFile } from "node:fs/promises";
import path from "node:path";
import { fitRouter, readRouter, routerKey, writeRouter, type Router, type RouterInputs } from "@locollm/router";
import {
  activeSemester,
  locoHome,
  readAdapterData,
  readOutOfScope,
  resolveAdapter,
  writeWhole,
  type SemesterFolder,
  type Workspace,
} from "@locollm/store";
import type { Work } from "../work/work.ts";
import { lastUserText } from "./last-user-text.ts";

/**
 * The router of a semester, by default the active one: fitted from its adapters' training questions, kept by their hash. Says which adapters
 * it leaves out because they cannot be read.
 *
 * @throws LocoError `adapter-unreadable` where that leaves none
 */
export async function obtainRouter(
  work: Work,
  workspace: Workspace,
  semester: SemesterFolder = activeSemester(workspace),
): Promise<Router> {
  warnUnreadable(work, workspace, semester);
  const inputs = await routerInputs(workspace, semester);
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

function warnUnreadable({ talk }: Work, workspace: Workspace, { id, adapters, unreadable }: SemesterFolder): void {
  if (adapters.length === 0 && unreadable.length > 0) resolveAdapter(workspace, `${id}/${unreadable[0]!}`);
  for (const slug of unreadable) {
    talk.warn(`${id}/${slug} cannot be read, so the router leaves it out: loco check ${slug}`);
  }
}

async function routerInputs(workspace: Workspace, semester: SemesterFolder): Promise<RouterInputs> {
  const [outOfScope, ...adapters] = await Promise.all([
    readOutOfScope(workspace.root, semester.id),
    ...semester.adapters.map(async (adapter) => ({
      id: adapter.id,
      prompts: (await readAdapterData(adapter)).train.map(({ item }) => lastUserText(item)),
    })),
  ]);
  return { adapters: adapters.filter(({ prompts }) => prompts.length > 0), outOfScope: outOfScope.prompts };
}
