const start = "<!-- loco:measured:start -->";
const end = "<!-- loco:measured:end -->";

/** What stands between the markers of a model card; null where it has none. */
export function readMeasuredBlock(card: string): string | null {
  const from = card.indexOf(start);
  const to = card.indexOf(end, from);
  return from === -1 || to === -1
    ? null
    : card
        .slice(from + start.length, to)
        .replaceAll("\r\n", "\n")
        .trim();
}

/** The card with another measured block; everything outside the markers stays. A card without markers gets them at its end. */
export function replaceMeasuredBlock(card: string, block: string): string {
  const newline = card.includes("\r\n") ? "\r\n" : "\n";
  const body = block.trim().replaceAll(/\r?\n/g, newline);
  const marked = `${start}${newline}${body === "" ? "" : `${body}${newline}`}${end}`;
  if (readMeasuredBlock(card) === null) return `${card.trimEnd()}${newline}${newline}${marked}${newline}`;
  const from = card.indexOf(start);
  return card.slice(0, from) + marked + card.slice(card.indexOf(end, from) + end.length);
}
