/** The 1-based line at which git left both sides of a merge in a text; undefined where it did not. */
export function mergeConflictLine(text: string): number | undefined {
  const lined = `\n${text}`;
  const start = lined.indexOf("\n<<<<<<< ");
  if (start === -1) return undefined;
  const between = lined.indexOf("\n=======", start);
  if (between === -1 || !lined.includes("\n>>>>>>> ", between)) return undefined;
  return lined.slice(0, start + 1).split("\n").length - 1;
}
