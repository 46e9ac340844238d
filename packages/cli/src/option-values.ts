import { InvalidArgumentError } from "@commander-js/extra-typings";
import { moment } from "@locollm/core";

/** A date and time with its zone, as it was typed, with seconds. */
export function isoMoment(text: string): string {
  const whole = text.replace(/(?<=T\d\d:\d\d)(?=Z|[+-])/, ":00");
  if (moment.safeParse(whole).success) return whole;
  throw new InvalidArgumentError("It is a date and time with its zone, such as 2026-10-09T16:58:00+11:00.");
}

/** The number of a pull or merge request. */
export function requestNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is the number of a pull or merge request, such as 17.");
}

/** A commit's full hash, in hexadecimal. */
export function commitHash(text: string): string {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text)) return text;
  throw new InvalidArgumentError("It is a commit's full hash.");
}

/** An address over http or https, without a query. */
export function webAddress(text: string): string {
  if (/^https?:\/\/[\w.:-]+(\/[\w./-]*)?$/.test(text)) return text;
  throw new InvalidArgumentError("It is an address such as https://host/path.");
}

/** Words that are published, such as a reason or a team's name. */
export function someWords(text: string): string {
  const words = text.trim();
  if (words !== "" && words.length <= 300) return words;
  throw new InvalidArgumentError("It takes some words, 300 characters at most.");
}
