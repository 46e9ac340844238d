export type Slots = Readonly<Record<string, string | number>>;

/** Puts the slots' values in place of `{name}`; throws when the template names a slot that is not given. */
export function fill(template: string, slots: Slots): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`No value for {${name}} in: ${template}`);
    return String(value);
  });
}

/** Upper-cases the first letter, also after an opening quotation mark. */
export function capitalise(text: string): string {
  return text.replace(/^(["']?)(\p{Ll})/u, (_, quote: string, letter: string) => quote + letter.toUpperCase());
}

/** A template as "the same phrasing" is judged: case, spaces and marks at its end do not count. */
export function templateKey(template: string): string {
  return template
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/[\s.!?]+$/, "")
    .trim();
}
