import { adapterManifestSchema, didYouMean, LocoError, type AdapterManifest } from "@locollm/core";

const scorers = ["exact", "contains", "numeric", "choice", "json", "rouge-l", "chrf", "sql"] as const;

export interface DraftOptions {
  readonly system?: string | undefined;
  /** Defaults to the one that `choices` or `fixture` is for, else exact. */
  readonly scorer?: string | undefined;
  /** Labels, separated by commas. */
  readonly choices?: string | undefined;
  /** A file of the sql scorer's tables. */
  readonly fixture?: string | undefined;
}

/**
 * The manifest that draft questions would have as an adapter, as far as asking and scoring them needs one.
 *
 * @throws LocoError `wrong-use`
 */
export function draftManifest({ system, scorer, choices, fixture }: DraftOptions): AdapterManifest {
  const implied = choices !== undefined ? "choice" : fixture !== undefined ? "sql" : "exact";
  const written = scorer ?? implied;
  const name = scorers.find((each) => each === written);
  if (name === undefined) throw wrong(`${written} is no scorer for drafts.`, didYouMean(written, scorers));
  const labels = (choices ?? "")
    .split(",")
    .map((label) => label.trim())
    .filter((label) => label !== "");
  if (name === "choice" && labels.length < 2)
    throw wrong("The scorer choice needs two labels or more.", 'Name them: --choices "network, hardware, other"');
  if (name === "sql" && fixture === undefined)
    throw wrong(
      "The scorer sql needs tables to run queries on.",
      "Name their file: --fixture tables.json (data/fixtures/ of the sample library-sql has one).",
    );
  if (name !== "choice" && choices !== undefined)
    throw wrong(`The scorer ${name} takes no choices.`, "Leave them out.");
  if (name !== "sql" && fixture !== undefined) throw wrong(`The scorer ${name} takes no fixture.`, "Leave it out.");
  return adapterManifestSchema.parse({
    schema: 1,
    title: "Drafts",
    summary: "Draft questions.",
    version: "0.0.0",
    authors: [{ handle: "drafts" }],
    licence: "none",
    data: { provenance: "drafts" },
    prompt: { ...(system === undefined ? {} : { system }), maxTokens: 96 },
    score: {
      scorer: name,
      ...(name === "choice" ? { choices: labels } : {}),
      ...(name === "sql" ? { fixture: "data/fixtures/drafts.json" } : {}),
    },
    limits: "drafts",
  });
}

function wrong(message: string, fix: string): LocoError {
  return new LocoError({ code: "wrong-use", message, fix, kind: "usage" });
}
