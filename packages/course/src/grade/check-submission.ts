import { adapterPath, type Finding } from "@locollm/core";
import { checkOptions, type AdapterFolder, type SemesterFolder, type Workspace } from "@locollm/store";
import { checkWhole } from "../check/check-whole.ts";

export interface CheckedSubmission {
  /** Null where its manifest or its semester cannot be read; the findings say why. */
  readonly adapter: AdapterFolder | null;
  readonly semester: SemesterFolder | null;
  readonly findings: readonly Finding[];
}

/**
 * Every rule on a submitted adapter, by the class's own `semester.yaml`. What it shares with other adapters is left out: that is for the
 * instructor alone.
 *
 * @param id `<semester>/<slug>`
 */
export async function checkSubmission(
  signal: AbortSignal,
  workspace: Workspace,
  id: string,
): Promise<CheckedSubmission> {
  const folder = adapterPath(id);
  const [semesterId] = id.split("/");
  const semester = workspace.semesters.find((one) => one.id === semesterId) ?? null;
  const own = workspace.findings.filter(({ file }) => file === folder || file?.startsWith(`${folder}/`));
  if (semester === null) {
    const unknown: Finding = {
      code: "semester-unknown",
      severity: "error",
      file: folder,
      message: `The class has no semester ${semesterId} that can be read.`,
      fix: `Put the folder into one of: ${workspace.semesters.map((one) => one.id).join(", ")}.`,
    };
    return { adapter: null, semester, findings: [...own, unknown] };
  }
  const adapter = semester.adapters.find((one) => one.id === id) ?? null;
  if (adapter !== null) {
    const { findings } = await checkWhole(signal, adapter, checkOptions(workspace, semester));
    return { adapter, semester, findings: [...own, ...findings, ...notFrozen(adapter, semester)] };
  }
  if (own.some(({ severity }) => severity === "error")) return { adapter, semester, findings: own };
  const missing: Finding = {
    code: "manifest-missing",
    severity: "error",
    file: `${folder}/adapter.yaml`,
    message: "The folder has no adapter.yaml.",
    fix: "Commit it with the folder; loco new makes one.",
  };
  return { adapter, semester, findings: [...own, missing] };
}

/** Where the semester asks for it: an evaluation set that may still change is no yardstick, and nothing is trained for it. */
function notFrozen({ id, slug }: AdapterFolder, { manifest, seals }: SemesterFolder): Finding[] {
  if (!manifest.grade.frozen || seals === null || seals.adapters[slug]?.evaluation !== undefined) return [];
  return [
    {
      code: "eval-not-frozen",
      severity: "error",
      file: `${adapterPath(id)}/data/eval.jsonl`,
      message: "The evaluation rows are not frozen, and this semester grades frozen ones only.",
      fix: `Once the rows are final, ask the instructor to freeze them as you sent them (loco explain eval-not-frozen says how).`,
    },
  ];
}
