import { gradeSubmission, prepareSubmission } from "@locollm/course";
import { shellWord } from "@locollm/eval";
import { findClassRepository } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { estimateSubmission } from "./grade-estimate.ts";
import { refusedFolder, sayWhatGoes, type SubmitOptions } from "../steps/say-what-goes.ts";
import { writeGrade } from "../steps/write-grade.ts";

/** What CI will say of the commit that `loco submit` would push now. Nothing is pushed. */
export async function dryRun(
  invocation: Invocation,
  named: string | undefined,
  options: SubmitOptions & { readonly estimate?: true | undefined },
): Promise<CommandResult> {
  const repository = await findClassRepository(invocation.directory);
  const prepared = await prepareSubmission(invocation, { root: repository, adapter: named, ...options, push: false });
  if ("findings" in prepared) return refusedFolder(prepared);
  await using held = prepared;
  sayWhatGoes(invocation, held, named);
  const { submission, base, scratch } = held;
  if (options.estimate === true) return await estimateSubmission(invocation, submission, repository);
  const graded = await gradeSubmission(invocation, submission, {
    repository,
    reproduce: `loco grade --base-ref ${base.slice(0, 12)} --head-ref ${scratch.commit.slice(0, 12)}`,
  });
  // From here on the command above finds the commit, until git clears away what no branch leads to.
  await scratch.keep();
  const result = await writeGrade(invocation, graded, { repository });
  const mend =
    result.ok === false ? "" : ` To send it: loco submit${named === undefined ? "" : ` ${shellWord(named)}`}`;
  invocation.talk.say(`Nothing was sent.${mend}`);
  return result;
}
