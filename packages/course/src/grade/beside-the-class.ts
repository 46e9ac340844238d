import { adapterPath, type Finding } from "@locollm/core";
import type { AdapterFolder, SemesterFolder, Workspace } from "@locollm/store";
import { readPanel } from "../panel/panel.ts";

/**
 * What a submission would do to the class's yardsticks. Rows of the panel that it changes are no fault of it, but once it is merged
 * nobody can be graded until the panel is drawn anew.
 */
export async function besideTheClass({
  theirs,
  ours,
  adapter,
  semester,
}: {
  readonly theirs: Workspace;
  readonly ours: Workspace;
  readonly adapter: AdapterFolder;
  readonly semester: SemesterFolder;
}): Promise<Finding[]> {
  const before = ours.semesters.find(({ id }) => id === semester.id);
  if (before === undefined || before.manifest.grade.panel === undefined) return [];
  const [was, would] = await Promise.all([readPanel(ours, before), readPanel(theirs, semester)]);
  if (was.findings.length > 0 || would.findings.length === 0) return [];
  return [
    {
      code: "panel-rows-changed",
      severity: "warning",
      file: `${adapterPath(adapter.id)}/data/eval.jsonl`,
      message: `Evaluation rows that are on the panel of ${semester.id} are changed or gone.`,
      fix: `A maintainer draws the panel anew together with the merge (loco semester panel ${semester.id}); until then nobody can be graded.`,
    },
  ];
}
