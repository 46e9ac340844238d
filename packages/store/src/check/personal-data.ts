import { questionOf, targetOf, type Finding } from "@locollm/core";
import type { AdapterData, Row } from "../workspace/workspace.ts";
import { isFictionalPhoneNumber } from "./fictional-phone-number.ts";

interface Kind {
  readonly name: string;
  /** Only texts with this sign are looked at. */
  readonly sign?: string;
  readonly pattern: RegExp;
  /** What the pattern finds counts only where this holds. */
  readonly holds?: (found: string) => boolean;
}

const kinds: readonly Kind[] = [
  {
    name: "an e-mail address",
    sign: "@",
    pattern: /[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}\b/giu,
    // RFC 2606 keeps these for examples: nobody receives mail there.
    holds: (found) => !/[@.](?:example\.(?:com|net|org|edu)|example|test|invalid|localhost)$/i.test(found),
  },
  {
    name: "an IBAN",
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/gu,
    holds: (found) => isIban(found.replaceAll(" ", "")),
  },
  {
    name: "a payment card's number",
    pattern: /(?<![\d.,/-])\d(?:[ -]?\d){12,18}(?![\d/-]|[.,]\d)/gu,
    holds: (found) => isCard(found.replaceAll(/[ -]/g, "")),
  },
  {
    name: "a US social security number",
    pattern: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/gu,
  },
  {
    name: "a phone number",
    pattern:
      /(?<![\w.,/-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,11}|\(0\d{1,4}\) ?\d(?:[ -]?\d){5,8}|\(\d{3}\) ?\d{3}-\d{4}|0\d{3}[ -]\d{3}[ -]\d{3}(?:[ -]\d{2,4})?)(?![\w/-]|[.,]\d)/gu,
    holds: (found) => !isFictionalPhoneNumber(found),
  },
  {
    name: "a phone number",
    pattern:
      /\b(?:phone|mobile|cell|tel|call me (?:on|at)|whatsapp)\b[^\d\n]{0,12}(?:\+|\(0?|0)?\d(?:[ .()-]{0,2}\d){7,13}\b/giu,
    holds: (found) => !isFictionalPhoneNumber(found),
  },
  {
    name: "a student or staff number",
    pattern:
      /\b(?:(?:student|staff|employee|matriculation|enrolment|enrollment)[- ]?(?:id|number|no|nr|card)|zid|matrikelnummer)\b[^\d\n]{0,12}[a-z]{0,2}\d{5,10}\b/giu,
  },
  {
    name: "a passport, licence or tax file number",
    pattern:
      /\b(?:passport|driver'?s licen[cs]e|tax file|tfn|medicare|national insurance)\b(?:[- ]?(?:number|no|nr|card))?[^\d\n]{0,12}[a-z]{0,2}\d(?:[ -]?\d){5,10}\b/giu,
  },
];

/** Rows with what looks like personal data. A finding names the line and the kind, never the value. */
export function personalData(rows: readonly Row[], file: string): Finding[] {
  return rows.flatMap(({ item, line }): Finding[] => {
    const { id, source = "", tags = [] } = item;
    const texts = [...questionOf(item).map(({ content }) => content), targetOf(item), id, source, ...tags];
    if (typeof item.answer !== "string") texts.push(JSON.stringify(item.answer));
    return kindsIn(texts.join("\n")).map((name) => told(`The row holds what looks like ${name}.`, file, line));
  });
}

/** Tables of a fixture with what looks like personal data, the first such row of each. */
export function personalFixture(
  { fixture, fixtureLine }: Pick<AdapterData, "fixture" | "fixtureLine">,
  file: string,
): Finding[] {
  return Object.entries(fixture?.tables ?? {}).flatMap(([table, { rows }]) => {
    const first = new Map<string, number>();
    for (const [at, row] of rows.entries())
      for (const name of kindsIn(row.join("\n"))) if (!first.has(name)) first.set(name, at);
    return [...first].map(([name, at]) =>
      told(
        `A row of the table ${table} holds what looks like ${name}.`,
        file,
        fixtureLine(["tables", table, "rows", at]),
      ),
    );
  });
}

function told(message: string, file: string, line: number): Finding {
  const fix =
    "Replace it with an invented one (mail at example.org, phone numbers from 555-0100 to 555-0199), or leave the row out.";
  return { code: "personal-data", severity: "warning", file, line, message, fix };
}

function kindsIn(text: string): string[] {
  // Every kind has an at sign or five digits.
  if (!text.includes("@") && !/\d(?:\D{0,3}\d){4}/.test(text)) return [];
  const found = kinds.filter(
    ({ sign, pattern, holds = () => true }) =>
      (sign === undefined || text.includes(sign)) && text.match(pattern)?.some(holds),
  );
  return [...new Set(found.map(({ name }) => name))];
}

/** ISO 13616: with its first four signs moved to the end and letters as 10 to 35, the number leaves 1 modulo 97. */
function isIban(text: string): boolean {
  if (text.length < 15 || text.length > 34) return false;
  let rest = 0;
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** ISO/IEC 7812: a known issuer's first digits and the Luhn check digit. */
function isCard(digits: string): boolean {
  if (
    !/^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|6(?:011|5\d\d)\d{12})$/.test(digits)
  )
    return false;
  let sum = 0;
  for (let at = 1; at <= digits.length; at++) {
    const value = Number(digits.at(-at)) * (at % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
