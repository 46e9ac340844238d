import { expect, test } from "vitest";
import { createScorer } from "./create-scorer.ts";
import { goldenCases, goldenFixture } from "./golden-items.ts";
import { scorerRevision } from "./scorer.ts";

/**
 * If this fails, some output is judged differently than before: raise `scorerRevision`, run with `-u`, and delete the file
 * of the revision before. Never overwrite a revision that a committed result names.
 */
test("scores of the golden items are those of this scorerRevision", async () => {
  const lines: string[] = [];
  for (const { score, tools, answer, outputs } of goldenCases) {
    await using scorer = createScorer(score, { tools, fixture: goldenFixture });
    lines.push(
      `${score.scorer}${tools === undefined ? "" : ` with ${tools.join(", ")}`}, answer ${JSON.stringify(answer)}`,
    );
    for (const output of outputs) {
      const { outcome, ...rest } = await scorer({ id: "golden", prompt: "?", answer }, output);
      // What SQLite says differs between its versions.
      const said = JSON.stringify(rest).replace(/(SQLite cannot run the query:)[^"]*/, "$1 …");
      lines.push(`  ${JSON.stringify(output)}`, `    ${outcome} ${said}`);
    }
  }
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/scorer-revision-${scorerRevision}.txt`);
});
