/** Fetches what grading a submission needs and no submission changes: the bases of the semesters, and the trainer's Python environment. */
import { join } from "node:path";
import { fetchBase, readWorkspace, resolveBase } from "@locollm/store";
import { preparePython } from "@locollm/trainer";

const workspace = await readWorkspace(join(import.meta.dirname, ".."));
for (const semester of workspace.semesters) {
  const { path } = await fetchBase(resolveBase(workspace, undefined, semester));
  console.log(`${semester.id}: ${path}`);
}
const { folder } = await preparePython({ onLog: (line) => console.log(line) });
console.log(folder);
