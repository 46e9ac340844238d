const binary = /\.(gguf|png|ico|zip|whl|woff2)$/;

/** What makes a text file differ from machine to machine. */
export function textProblems(path: string, bytes: Uint8Array): string[] {
  if (binary.test(path) || bytes.length === 0) return [];
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ["is UTF-16. Save it as UTF-8."];
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ["is UTF-16. Save it as UTF-8."];
  const problems: string[] = [];
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    problems.push("starts with a BOM. Save it as UTF-8 without BOM.");
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    problems.push("is not UTF-8.");
  }
  if (bytes.includes(0x0d)) problems.push("has CR line ends. Save it with LF.");
  if (bytes.at(-1) !== 0x0a) problems.push("does not end with a line end.");
  return problems;
}

const pinned = /(^|\/)(pnpm-lock\.yaml|\.npmrc|pip\.conf|[^/]*requirements[^/]*\.txt|requirements\/[^/]+)$/;

/** Lock and requirements files name versions and hashes; where they come from is each machine's own setting. */
export function addressProblems(path: string, text: string): string[] {
  if (!pinned.test(path)) return [];
  const lines = text.split("\n").map((line, index) => [index + 1, line] as const);
  return lines
    .filter(([, line]) => /https?:\/\/|^\s*(--(extra-)?index-url|--find-links|-i |-f )|\bregistry\s*=/.test(line))
    .map(([number]) => `line ${number} names an address. Write the file without addresses.`);
}

/** Paths that Windows cannot hold, and pairs that it takes for one. `paths` use forward slashes. */
export function pathProblems(paths: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const problems: string[] = [];
    const twin = seen.get(path.toLowerCase());
    seen.set(path.toLowerCase(), path);
    if (twin !== undefined) problems.push(`${path}: differs from ${twin} in capitals alone.`);
    // Windows stops at 260 characters; 140 leaves room for the folder of the clone.
    if (path.length > 140) problems.push(`${path}: is ${path.length} characters long; at most 140.`);
    const reserved = path
      .split("/")
      .some((part) => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part) || /[<>:"|?*\\]|[. ]$/.test(part));
    if (reserved) problems.push(`${path}: is a name that Windows does not allow.`);
    return problems;
  });
}
