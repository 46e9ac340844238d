/** What an escaped report holds between two characters that would otherwise become a link or a mention. */
const ours = /<!-- -->/g;

const refused: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /<[a-z/!?]/i, what: "HTML" },
  { pattern: /(?<!\\)(\\\\)*\](\(|\[|:(?!\0))/, what: "a link" },
  { pattern: /(?<!\\)(\\\\)*!\[/, what: "an image" },
  { pattern: /(https?|ftp|mailto|xmpp):(?!\0)|www\./i, what: "an address" },
  { pattern: /@[a-z0-9]/i, what: "a mention" },
  { pattern: /#\d|\bGH-\d/i, what: "a reference" },
];

/**
 * The first thing in a report that nobody of ours writes into one: HTML, links, images and mentions, outside code. The report is escaped
 * where it is made; whoever may post in the class's name looks again.
 *
 * @returns what it is, and its 1-based line; null where there is nothing
 */
export function suspiciousMarkup(report: string): { what: string; line: number } | null {
  let fence: number | null = null;
  for (const [index, line] of report.split("\n").entries()) {
    const marks = /^ {0,3}(`{3,})([^`]*)$/.exec(line);
    if (fence !== null) {
      if (marks !== null && marks[1]!.length >= fence && marks[2]!.trim() === "") fence = null;
      continue;
    }
    if (marks !== null && !line.startsWith(" ")) {
      fence = marks[1]!.length;
      continue;
    }
    // Either would end nowhere that is counted here: the one at tildes, the other with a list's item.
    if (/^ {0,3}~~~/.test(line)) return { what: "a fence of tildes", line: index + 1 };
    if (/^\s+```/.test(line)) return { what: "an indented fence", line: index + 1 };
    const text = line.replaceAll(ours, "\0");
    const found = refused.find(({ pattern }) => pattern.test(text));
    if (found !== undefined) return { what: found.what, line: index + 1 };
  }
  return null;
}
