import { LocoError } from "@locollm/core";

/** Options of an evaluation under conditions, and of a base's report card: alone they would be passed over. */
const belongsTo = {
  subject: "--conditions <list>",
  items: "--conditions <list>",
  model: "--send-to <url>",
  keyFrom: "--send-to <url>",
  inFlight: "--send-to <url>",
  priceSent: "--send-to <url>",
  priceReceived: "--send-to <url>",
  against: "--base <id>, without an adapter",
  watts: "--base <id>, without an adapter",
} as const;

/**
 * Refuses what says nothing about the plain evaluation of an adapter.
 *
 * @throws LocoError `wrong-use`
 */
export function refuseStrayOptions(options: object): void {
  const stray = (Object.keys(belongsTo) as (keyof typeof belongsTo)[]).find((name) => name in options);
  if (stray === undefined) return;
  const flag = `--${stray.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new LocoError({
    code: "wrong-use",
    message: `${flag} says nothing about the evaluation of an adapter.`,
    fix: `It goes with ${belongsTo[stray]}. Add that, or leave it out.`,
    fields: { option: flag },
    kind: "usage",
  });
}
