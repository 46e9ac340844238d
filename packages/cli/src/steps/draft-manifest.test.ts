import { LocoError } from "@locollm/core";
import { expect, test } from "vitest";
import { draftManifest, type DraftOptions } from "./draft-manifest.ts";

test("choices and a fixture tell the scorer", () => {
  expect(draftManifest({}).score).toEqual({ scorer: "exact" });
  expect(draftManifest({ choices: " a, b ,," }).score).toEqual({ scorer: "choice", choices: ["a", "b"] });
  expect(draftManifest({ fixture: "tables.json" }).score).toMatchObject({ scorer: "sql" });
  expect(draftManifest({ scorer: "numeric", system: "Count." })).toMatchObject({
    score: { scorer: "numeric" },
    prompt: { system: "Count." },
  });
});

test("options that do not go together", () => {
  const said = (options: DraftOptions) => {
    try {
      return draftManifest(options);
    } catch (error) {
      return error instanceof LocoError ? `${error.kind}: ${error.message} → ${error.fix}` : error;
    }
  };
  const wrong: DraftOptions[] = [
    { scorer: "choice" },
    { choices: "one" },
    { scorer: "sql" },
    { scorer: "exact", choices: "a,b" },
    { scorer: "json", fixture: "f.json" },
    { scorer: "chioce" },
  ];
  expect(wrong.map(said)).toMatchInlineSnapshot(`
    [
      "usage: The scorer choice needs two labels or more. → Name them: --choices "network, hardware, other"",
      "usage: The scorer choice needs two labels or more. → Name them: --choices "network, hardware, other"",
      "usage: The scorer sql needs tables to run queries on. → Name their file: --fixture tables.json (data/fixtures/ of the sample library-sql has one).",
      "usage: The scorer exact takes no choices. → Leave them out.",
      "usage: The scorer json takes no fixture. → Leave it out.",
      "usage: chioce is no scorer for drafts. → Did you mean choice?",
    ]
  `);
});
