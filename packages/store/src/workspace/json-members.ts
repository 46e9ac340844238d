/** How many keys a JSON text gives in all its objects; one that is given twice counts twice, unlike in what `JSON.parse` makes of it. */
export function membersWritten(json: string): number {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (quoted) {
      if (code === 92) i++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 58) members++;
  }
  return members;
}

/** How many keys a JSON value has in all its objects. */
export function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const below = Object.values(value).reduce((sum: number, one) => sum + membersOf(one), 0);
  return below + (Array.isArray(value) ? 0 : Object.keys(value).length);
}
