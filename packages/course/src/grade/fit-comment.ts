/** What lies beside report.md where that had to be cut. */
export const wholeReportName = "report-whole.md";

export interface GradeReport {
  /** As long as a comment may be: where it would be longer, the evaluation's examples give way. */
  readonly comment: string;
  readonly whole: string;
}

/** Sections of Markdown, in order; `evaluation` is the one that may be long, with its examples at the end. */
export interface ReportSections {
  readonly before: readonly string[];
  readonly evaluation: readonly string[];
  readonly after: readonly string[];
}

/** Joins the sections, and cuts the evaluation where a comment would be too long: what to do next, and how, stays. */
export function fitComment({ before, evaluation, after }: ReportSections, mostCharacters: number): GradeReport {
  const joined = (middle: readonly string[]): string => `${[...before, ...middle, ...after].join("\n\n")}\n`;
  const whole = joined(evaluation);
  if (whole.length <= mostCharacters) return { comment: whole, whole };
  const cut = `The rest of it is in ${wholeReportName}: this is as long as a comment may be.`;
  // Room for a fence that the cut leaves open.
  const left = Math.max(0, mostCharacters - joined(["", cut]).length - 100);
  return { comment: joined([closed(evaluation.join("\n\n").slice(0, left)), cut]), whole };
}

/** The text up to its last whole line, with a fence closed that the cut left open. */
function closed(text: string): string {
  const lines = text.slice(0, text.lastIndexOf("\n")).split("\n");
  let open: string | null = null;
  for (const line of lines) {
    const [fence] = /^`{3,}/.exec(line) ?? [];
    if (fence === undefined) continue;
    open = open === null ? fence : line === open ? null : open;
  }
  return [...lines, ...(open === null ? [] : [open])].join("\n");
}
