import { z } from "zod";

export const severities = ["error", "warning", "note"] as const;

/** Something wrong, or worth knowing, with what a person wrote: where it stands and how to mend it. */
export const findingSchema = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .describe("Kebab-case, stable across releases."),
  severity: z.enum(severities).describe("An error fails the check; a warning and a note do not."),
  file: z.string().optional().describe("Path from the class repository's root, with forward slashes."),
  line: z.int().min(1).optional().describe("1-based."),
  message: z.string().describe("What is wrong, in one plain sentence."),
  fix: z.string().describe("What to do about it."),
});
export type Finding = z.infer<typeof findingSchema>;

/** Whether any finding fails the check. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

/** The finding that stands for those that are not named. `what` is a clause about them, such as `12 more are not named`. */
export function findingsCut(named: number, what: string, where: Pick<Finding, "file" | "line"> = {}): Finding {
  return {
    code: "findings-cut",
    severity: "error",
    ...where,
    message: `${what}, because ${named} problems are named already.`,
    fix: "Mend those first: many of one kind often have one cause, such as a key with the wrong name in every row.",
  };
}

const mostCharacters = 400;

/** A finding whose words may be printed and posted: what it quotes of a path, key or value of any length is cut in the middle. */
export function shortFinding({ file, message, fix, ...finding }: Finding): Finding {
  const place = file === undefined ? {} : { file: shortWords(file) };
  return { ...finding, ...place, message: shortWords(message), fix: shortWords(fix) };
}

function shortWords(words: string): string {
  const out = words.length - mostCharacters;
  if (out <= 0) return words;
  // A cut between the halves of a character leaves neither.
  const start = words.slice(0, mostCharacters - 100).replace(/[\ud800-\udbff]$/, "");
  const end = words.slice(-100).replace(/^[\udc00-\udfff]/, "");
  return `${start}… ${out} characters more …${end}`.toWellFormed();
}

/** At most so many findings in short words, the errors before the others, and one that counts what is left out. */
export function firstFindings(all: readonly Finding[], most: number): Finding[] {
  const findings = all.map(shortFinding);
  if (findings.length <= most) return findings;
  const order = (finding: Finding): number => severities.indexOf(finding.severity);
  const first = findings.toSorted((a, b) => order(a) - order(b)).slice(0, most);
  const cut = findingsCut(most, `${findings.length - most} more are not named`);
  return [...first, hasErrors(findings) ? cut : { ...cut, severity: "note" }];
}
