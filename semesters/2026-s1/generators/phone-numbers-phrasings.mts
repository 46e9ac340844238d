import type { Layout } from "./phone-numbers-ranges.mts";

/** How a number is asked for: any frame goes with any layout. */
export interface Phrasing {
  /** Texts with a `{number}` and the country, as `{country}` or `{adjective}`; `{person}` and `{count}` may stand beside them. */
  frames: readonly string[];
  layouts: readonly Layout[];
}

const plainLayouts: readonly Layout[] = ["spaces", "spaces", "brackets", "plus"];
const commonLayouts: readonly Layout[] = ["spaces", "brackets", "dashes", "plus", "trunkOne", "doubleZero"];

/** Phrasings that training rows use; easy and medium evaluation rows use them too, with other numbers. */
export const train: Readonly<Record<"easy" | "medium" | "hard", Phrasing>> = {
  easy: {
    frames: [
      "{country}: {number}",
      "{number}, {country}",
      "{adjective} number {number}",
      "{number} in {country}",
      "Convert {number} ({country})",
    ],
    layouts: plainLayouts,
  },
  medium: {
    frames: [
      "The clinic in {country} answers on {number}.",
      "{person} lives in {country} and can be reached on {number}.",
      "From {country}, dial {number} for the front desk.",
      "Please save the {adjective} number {number}.",
      "My new number in {country} is {number}.",
      "The {adjective} branch gave me {number}.",
      "Text {number}, it is a line in {country}.",
      "{person} left a {adjective} number: {number}.",
      "The hotel in {country} has the number {number}.",
      "How do I call {number} in {country} from abroad?",
      "Reservations in {country} go through {number}.",
      "The {adjective} publisher lists {number}.",
    ],
    layouts: commonLayouts,
  },
  hard: {
    frames: [
      "For {count} tickets ring our {adjective} desk, {number}.",
      "{person} waited {count} minutes on the line {number} in {country}.",
      "Room {count} of the inn in {country}: {number}.",
      "In {country} we have {count} shops; the biggest has {number}.",
      "Order {count} came from a {adjective} customer, {number}.",
      "Ask {person} in {country} on {number}, after {count} o'clock if you can.",
      "The {adjective} bakery sells {count} kinds of bread, see {number}.",
      "Bus {count} broke down; the garage in {country} is {number}.",
      "{number} is on page {count} of the {adjective} guide.",
      "Desk {count}, {country}, {number}",
    ],
    layouts: [...commonLayouts, "plusZero", "solid"],
  },
};

/** The hard third of the evaluation: frames and layouts that no training row uses. */
export const evalHard: Phrasing = {
  frames: [
    "{person} scribbled {number} on napkin {count}, somewhere in {country}",
    "could you put {number} into {person}'s {adjective} address book",
    "Lost umbrella? {country}, counter {count}, {number}!",
    "Whoever answers {number} keeps {adjective} hours, says {person}.",
    "{count} violins for hire, {country}, enquiries to {number}",
    "It rang {count} times before anyone in {country} picked up {number}.",
    "Our {adjective} cousin changed to {number} last spring.",
    "Flat {count} is let by an agency ({country}, {number}).",
    "Does {number} still work for the {adjective} ferry, {person}?",
    "Printed on box {count}: made in {country}, helpline {number}",
  ],
  layouts: ["dots", "slash", "plusDashes", "doubleZeroSolid", "wideSpaces"],
};
