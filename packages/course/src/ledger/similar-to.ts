import path from "node:path";
import type { GradeRecord, InstructorRecord } from "@locollm/core";
import {
  findCachedBase,
  homeFolders,
  locoHome,
  readAdapterData,
  readGguf,
  type AdapterFolder,
  type AdapterRows,
  type Workspace,
} from "@locollm/store";
import { similarWork } from "../similarity/similar-work.ts";
import type { Work } from "../work/work.ts";

/** What the adapter of a record has in common with the class's and with others that were sent, as evidence. */
export async function similarTo(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  record: GradeRecord,
  besides: readonly AdapterRows[],
): Promise<InstructorRecord["similar"]> {
  const { evidence } = await similarWork({
    workspace,
    adapter,
    data: await readAdapterData(adapter),
    besides,
    weights: await gradedWeights(workspace, record),
    signal: work.signal,
  });
  return evidence.map(({ other, declared, sentences }) => ({ other, declared, sentences: [...sentences] }));
}

async function gradedWeights(workspace: Workspace, { weights, results }: GradeRecord) {
  const manifest = workspace.bases.find(({ id }) => id === results?.base.id);
  if (weights === null || manifest === undefined) return undefined;
  const base = await findCachedBase(manifest);
  if (base === undefined) return undefined;
  const file = path.join(locoHome(), homeFolders.weights, `${weights.sha256}.gguf`);
  return { file, base: { id: manifest.id, sha256: base.sha256, gguf: readGguf(base.path) } };
}
